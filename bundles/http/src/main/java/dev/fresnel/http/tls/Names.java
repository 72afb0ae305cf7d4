package dev.fresnel.http.tls;

import java.net.InetAddress;
import java.util.List;
import org.wildfly.security.x500.GeneralName;

/** The names that a certificate holds for: host names and addresses. */
record Names(List<String> all) {
    List<GeneralName> general() {
        return all.stream().map(Names::general).toList();
    }

    private static GeneralName general(String name) {
        String bare = name.replaceAll("[\\[\\]]", "");
        boolean address = bare.indexOf(':') >= 0 || bare.matches("[0-9.]+");
        return address ? new GeneralName.IPAddress(InetAddress.ofLiteral(bare).getAddress()) : new GeneralName.DNSName(bare);
    }
}
