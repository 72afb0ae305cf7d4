package dev.fresnel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The measuring client reads what a server may send, whatever its size. */
class LiveClientTest {
    private static byte[] frame(int code, byte[] payload) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.write(0x80 | code);
        if (payload.length < 126) {
            out.write(payload.length);
        } else if (payload.length < 65_536) {
            out.write(126);
            out.writeShort(payload.length);
        } else {
            out.write(127);
            out.writeLong(payload.length);
        }
        out.write(payload);
        return bytes.toByteArray();
    }

    private static byte[] text(int size, String more) throws IOException {
        return frame(1, ("{\"ch\":1,\"t\":\"rows\",\"d\":{\"x\":\"" + "x".repeat(size) + more + "\"}}").getBytes());
    }

    /** What the client said, frame by frame. */
    private static void read(DataInputStream in, LinkedBlockingQueue<String> said) throws IOException {
        while (true) {
            int code = in.readUnsignedByte() & 15;
            int length = in.readUnsignedByte() & 127;
            length = length == 126 ? in.readUnsignedShort() : length;
            in.skipNBytes(4);
            said.add(code + " " + new String(in.readNBytes(length)));
        }
    }

    private static int server(ServerSocket server, String status, LinkedBlockingQueue<String> said, CompletableFuture<DataOutputStream> out) {
        Thread.ofVirtual().start(() -> {
            try (var client = server.accept()) {
                var in = new DataInputStream(client.getInputStream());
                for (var head = new StringBuilder(); !head.toString().endsWith("\r\n\r\n"); ) {
                    head.append((char) in.readUnsignedByte());
                }
                var to = new DataOutputStream(client.getOutputStream());
                to.writeBytes("HTTP/1.1 " + status + "\r\nX: y\r\n\r\n");
                out.complete(to);
                read(in, said);
            } catch (IOException e) {
                // the client has gone
            }
        });
        return server.getLocalPort();
    }

    @Test
    void framesOfAllSizesStampsPingsAndCredit() throws Exception {
        var said = new LinkedBlockingQueue<String>();
        var to = new CompletableFuture<DataOutputStream>();
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress()); var client = new LiveClient(server(server, "101 Switching", said, to))) {
            var out = to.get(60, TimeUnit.SECONDS);
            int channel = client.open("rows", "{\"p\":\"" + "y".repeat(200) + "\"}");
            assertThat(said.poll(60, TimeUnit.SECONDS)).startsWith("1 {\"ch\":1,\"t\":\"open\",\"type\":\"rows\",\"params\":{\"p\":\"yyy").endsWith("\"credit\":1048576}");
            for (int size : new int[] {1, 200, 5_000, 300_000}) {
                out.write(text(size, ""));
                assertThat(client.await(channel, 60, "rows").text()).hasSize(size + "{\"ch\":1,\"t\":\"rows\",\"d\":{\"x\":\"\"}}".length());
            }
            out.write(frame(9, "are you there".getBytes()));
            assertThat(said.poll(60, TimeUnit.SECONDS)).isEqualTo("10 are you there");
            out.write(text(300_000, ""));
            assertThat(said.poll(60, TimeUnit.SECONDS)).startsWith("1 {\"ch\":1,\"t\":\"credit\",\"bytes\":60");
            var stamps = new LinkedBlockingQueue<Long>();
            client.onStamp(stamps::add);
            String stamp = Stamps.now();
            out.write(text(9_000, stamp));
            assertThat(stamps.poll(60, TimeUnit.SECONDS)).isEqualTo(Long.parseLong(stamp.substring(2)));
        }
    }

    @Test
    void aRefusalIsSaid() throws Exception {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            int port = server(server, "401 Unauthorized", new LinkedBlockingQueue<>(), new CompletableFuture<>());
            assertThatThrownBy(() -> new LiveClient(port)).isInstanceOf(IOException.class).hasMessageContaining("401");
        }
    }
}
