package dev.fresnel.outbound;

import dev.fresnel.api.plugin.Problem;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Judges each URL, each redirect and each address. */
class Gatekeeper {
    private final Granted granted;
    private final List<String> privately;
    private final Lookup lookup;

    /** Asks the name service. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] all(String host) throws UnknownHostException;
    }

    /** @param privately host patterns that the admin lets reach private addresses */
    Gatekeeper(Granted granted, List<String> privately, Lookup lookup) {
        this.granted = granted;
        this.privately = List.copyOf(privately);
        this.lookup = lookup;
    }

    /** @throws Problem FORBIDDEN */
    URI judge(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw refused(uri, "only http and https are for plugins");
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw refused(uri, uri.getHost() == null ? "it names no host" : "credentials do not belong into an address");
        }
        if (!granted.covers(uri.getHost())) {
            throw refused(uri, "the plugin does not ask for " + uri.getHost());
        }
        return uri;
    }

    /** All addresses of a host; one that must not be reached refuses all of them. The only lookup there is. */
    InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] all = lookup.all(host);
        boolean inside = Granted.covers(privately, host);
        for (InetAddress address : all) {
            String why = Addresses.refusal(address, inside);
            if (!why.isEmpty()) {
                throw new Refused(refused(host, address.getHostAddress() + ": " + why));
            }
        }
        return Arrays.copyOf(all, all.length);
    }

    private static Problem refused(URI uri, String why) {
        return refused(String.valueOf(uri.getHost()), why);
    }

    private static Problem refused(String host, String why) {
        return new Problem(Problem.Kind.FORBIDDEN, "OUTBOUND_REFUSED", host + " may not be reached: " + why + ".", Map.of("host", host, "reason", why), null);
    }

    /** A refusal on its way through the client, which wraps everything else. */
    static final class Refused extends UnknownHostException {
        private static final long serialVersionUID = 1L;
        final transient Problem problem;

        Refused(Problem problem) {
            super(problem.text());
            this.problem = problem;
        }
    }
}
