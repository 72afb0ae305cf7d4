package dev.fresnel.testbed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.IntStream;

/** The row of loopback ports that one cluster takes, from its API server's upwards. */
record Ports(int api) {
    static final int USUAL = 16443;
    private static final int STEP = 10;
    // below 32768, where outgoing connections take their ports at random
    private static final int LAST = 32_000;
    private static final List<String> OWNERS =
            List.of("kube-apiserver", "etcd", "etcd peer", "kube-controller-manager", "kube-scheduler", "kwok");

    int etcd() {
        return api + 1;
    }

    int etcdPeer() {
        return api + 2;
    }

    int controllerManager() {
        return api + 3;
    }

    int scheduler() {
        return api + 4;
    }

    int kwok() {
        return api + 5;
    }

    /** The first row from here upwards in which nobody listens. */
    static Ports free(int from) {
        for (int base = from; base < LAST; base += STEP) {
            Ports row = new Ports(base);
            if (row.taken().isEmpty()) {
                return row;
            }
        }
        throw new TestbedFailure("no free row of ports between " + from + " and " + LAST);
    }

    /**
     * The ports of this row that somebody listens on, each with whom it is for. Asked before a start: a second API
     * server would otherwise join the etcd of the cluster that has the port.
     */
    List<String> taken() {
        return IntStream.range(0, OWNERS.size()).filter(i -> !isFree(api + i)).mapToObj(i -> (api + i) + " (" + OWNERS.get(i) + ")").toList();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
