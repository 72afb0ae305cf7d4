package dev.fresnel.kubernetes.stream;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What the launcher says about programs in containers.
 *
 * @param readOnly whether nobody may run any
 * @param streams how many one user may have open at a time, 0 = any number
 * @param local whether there is a local user, who may open ports of this machine
 */
record Rules(boolean readOnly, int streams, boolean local) {
    private static final int STREAMS = 100;

    static Rules of(UnaryOperator<String> property) {
        String streams = property.apply("fresnel.cluster-streams");
        String host = property.apply("fresnel.host");
        boolean loopback = host == null || host.isBlank() || host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
        return new Rules(
                "true".equalsIgnoreCase(property.apply("fresnel.read-only")),
                streams == null || streams.isBlank() ? (loopback ? 0 : STREAMS) : Integer.parseInt(streams.strip()),
                !"true".equalsIgnoreCase(property.apply("fresnel.in-cluster")));
    }

    /** @throws Problem FORBIDDEN when nobody may, or this caller may not */
    void check(Principal principal) {
        if (readOnly) {
            throw new Problem(Problem.Kind.FORBIDDEN, "READ_ONLY", "This server is read-only: no program runs through it.");
        }
        if (principal.door() == Principal.Door.GUEST || principal.door() == Principal.Door.NONE) {
            throw new Problem(Problem.Kind.FORBIDDEN, "STREAM_GUEST", "Without signing in no program can be run.");
        }
    }

    /** @throws Problem LIMITED when one more is too many */
    void count(long open) {
        if (streams > 0 && open >= streams) {
            throw new Problem(
                    Problem.Kind.LIMITED, "TOO_MANY_OPEN", "You have " + streams + " streams open, which is as many as one user may have.",
                    Map.of("what", "streams", "most", streams), null);
        }
    }

    /** The one who started this server on their desktop: uses the kubeconfig as it is, without a token of their own. */
    boolean localUser(Principal principal) {
        boolean here = principal.door() == Principal.Door.LOCAL || principal.door() == Principal.Door.COOKIE || principal.door() == Principal.Door.BEARER;
        return local && here && principal.token().isEmpty();
    }
}
