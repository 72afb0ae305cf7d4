package dev.fresnel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What counts requests must read each answer to its end, however its length is told. */
class KeptConnectionTest {
    private static int port(ServerSocket server, String... answers) {
        Thread.ofVirtual().start(() -> {
            try (var client = server.accept()) {
                for (var answer : answers) {
                    var request = new StringBuilder();
                    while (!request.toString().endsWith("\r\n\r\n")) {
                        request.append((char) client.getInputStream().read());
                    }
                    client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException e) {
                // the test's client has left
            }
        });
        return server.getLocalPort();
    }

    @Test
    void answersOfBothKindsFollowEachOther() throws IOException {
        var whole = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
        var chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\na\r\n0123456789\r\n0\r\n\r\n";
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()); var connection = new KeptConnection(port(server, whole, chunked, whole), "/")) {
            assertThat(connection.ask()).isEqualTo(5);
            assertThat(connection.ask()).isEqualTo(13);
            assertThat(connection.ask()).isEqualTo(5);
        }
    }

    @Test
    void anErrorIsNoAnswer() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()); var connection = new KeptConnection(port(server, "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n"), "/")) {
            assertThatThrownBy(connection::ask).hasMessageContaining("503");
        }
    }
}
