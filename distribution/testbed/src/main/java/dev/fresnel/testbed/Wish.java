package dev.fresnel.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What somebody wants of a cluster.
 *
 * @param port the API server's port, the first of a row of six; empty takes the first free row from {@code lowest}
 * @param lowest where the search for free ports begins
 * @param nodes number of fake nodes, 4 CPUs and 16 GiB each
 * @param bare only keep what is written: no scheduler, no nodes, hardly a controller, no limits; for benchmarks
 * @param exec whether commands may be run "in containers", that is: on this machine as nobody; needs root
 * @param flags more flags of the API server, {@code --name=value}; one that is there already is replaced
 */
public record Wish(Optional<Integer> port, int lowest, int nodes, boolean bare, boolean exec, List<String> flags) {
    public Wish {
        flags = List.copyOf(flags);
    }


    /** Three nodes on the usual ports or the next free ones; exec where it can be done safely. */
    public static Wish usual() {
        return new Wish(Optional.empty(), Ports.USUAL, 3, false, root(), List.of());
    }

    public Wish withNodes(int number) {
        return new Wish(port, lowest, number, bare, exec, flags);
    }

    public Wish withPort(int number) {
        return new Wish(Optional.of(number), number, nodes, bare, exec, flags);
    }

    /** Takes the first free row of ports from here upwards. */
    public Wish from(int number) {
        return new Wish(port, number, nodes, bare, exec, flags);
    }

    /** A cluster that only keeps what is written into it. */
    public Wish asBare() {
        return new Wish(port, lowest, 0, true, false, flags);
    }

    /** With these flags of the API server too: {@code --authorization-mode=Node,RBAC,Webhook}. */
    public Wish withApiServer(String... more) {
        return new Wish(port, lowest, nodes, bare, exec, List.of(more));
    }

    private static boolean root() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
