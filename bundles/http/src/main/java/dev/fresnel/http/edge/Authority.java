package dev.fresnel.http.edge;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host and perhaps a port, as in a {@code Host} header; compared without case, trailing dot and spelling of addresses.
 *
 * @param host name in lower case, or the canonical text of an address
 * @param port -1 when none was given
 */
public record Authority(String host, int port) {
    private static final Pattern TEXT = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9_.-]+)(?::(\\d{1,5}))?");
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    /** @return empty when the text is no authority */
    public static Optional<Authority> of(String text) {
        var parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int port = parts.group(2) == null ? -1 : Integer.parseInt(parts.group(2));
        return canonical(parts.group(1)).map(host -> new Authority(host, port));
    }

    private static Optional<String> canonical(String text) {
        String host = text.toLowerCase(Locale.ROOT);
        if (host.endsWith(".") && host.length() > 1) {
            host = host.substring(0, host.length() - 1);
        }
        if (!host.startsWith("[") && !IPV4.matcher(host).matches()) {
            return Optional.of(host);
        }
        return address(host.replaceAll("[\\[\\]]", "")).map(InetAddress::getHostAddress);
    }

    private static Optional<InetAddress> address(String literal) {
        try {
            return Optional.of(InetAddress.ofLiteral(literal));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether it is this machine by a name or address that no name server can give to somebody else. */
    boolean loopback() {
        return host.equals("localhost") || numeric() && address(host).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    private boolean numeric() {
        return host.indexOf(':') >= 0 || IPV4.matcher(host).matches();
    }
}
