package dev.fresnel.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PortsTest {
    private static final int FROM = 19_443;

    @Test
    void aTakenEtcdPortIsNamed() throws Exception {
        Ports row = Ports.free(FROM);
        try (ServerSocket etcd = listen(row.etcd())) {
            assertThat(row.taken()).containsExactly(etcd.getLocalPort() + " (etcd)");
            assertThatThrownBy(() -> State.choose(Wish.usual().withPort(row.api()), Optional.empty()))
                    .isInstanceOf(TestbedFailure.class).hasMessageContaining(row.etcd() + " (etcd)").hasMessageContaining("--port");
        }
    }

    @Test
    void theSearchSkipsARowWithOneTakenPort() throws Exception {
        Ports row = Ports.free(FROM);
        try (ServerSocket kwok = listen(row.kwok())) {
            assertThat(Ports.free(row.api()).api()).isGreaterThan(kwok.getLocalPort());
        }
    }

    private static ServerSocket listen(int port) throws Exception {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }
}
