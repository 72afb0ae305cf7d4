package dev.fresnel.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What somebody wants of a cluster.
 *
 * @param port the API server's port, the first of a row of six; empty takes the first free row from {@code lowest}
 * @param lowest where the search for free ports begins
 * @param nodes number of fake nodes, 4 CPUs and 16 GiB each
 * @param bare only keep what is written: no scheduler, no nodes, hardly a controller, no limits; for benchmarks
 * @param exec whether commands may be run "in containers", that is: on this machine as nobody; needs root
 */
public record Wish(Optional<Integer> port, int lowest, int nodes, boolean bare, boolean exec) {

    /** Three nodes on the usual ports or the next free ones; exec where it can be done safely. */
    public static Wish usual() {
        return new Wish(Optional.empty(), Ports.USUAL, 3, false, root());
    }

    public Wish withNodes(int number) {
        return new Wish(port, lowest, number, bare, exec);
    }

    public Wish withPort(int number) {
        return new Wish(Optional.of(number), number, nodes, bare, exec);
    }

    /** Takes the first free row of ports from here upwards. */
    public Wish from(int number) {
        return new Wish(port, number, nodes, bare, exec);
    }

    /** A cluster that only keeps what is written into it. */
    public Wish asBare() {
        return new Wish(port, lowest, 0, true, false);
    }

    private static boolean root() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
