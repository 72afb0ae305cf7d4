package dev.fresnel.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.http.edge.Limits;
import dev.fresnel.http.edge.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Check 27: what a client does to hurt others costs itself, and others are answered as before. */
class AbuseTest {
    private static final boolean SOAK = Boolean.getBoolean("fresnel.soak");
    private static final boolean BUDGETS = "1".equals(System.getenv("FRESNEL_BUDGETS"));

    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = new TestServer();
        server.route(Method.GET, "/x", request -> Response.text("x"));
        server.route(Method.POST, "/json", request -> Response.text(TestServer.CODEC.parse(request.body(), 128 << 20).type().name()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** 95th percentile of a healthy client's waits, in nanoseconds. */
    private long healthy() throws Exception {
        var waits = new ArrayList<Long>();
        for (int time = 0; time < 200; time++) {
            long begin = System.nanoTime();
            assertThat(server.get("/x").statusCode()).isEqualTo(200);
            waits.add(System.nanoTime() - begin);
        }
        return waits.stream().sorted().toList().get(190);
    }

    private void assertAsBefore(long before) throws Exception {
        long now = healthy();
        if (BUDGETS) {
            assertThat(now).isLessThan(Math.max(2 * before, TimeUnit.MILLISECONDS.toNanos(5)));
        }
    }

    @Test
    void aHeadOfSixtyFourKilobytes() throws Exception {
        assertThat(server.get("/x", "X-Large", "x".repeat(64 << 10)).statusCode()).isEqualTo(431);
        healthy();
    }

    @Test
    void aBodyMayBeSlowButNotDribble() {
        var slow = new BodyPace(Duration.ofSeconds(20));
        for (int second = 0; second < 600; second++) {
            slow.came(1100, TimeUnit.SECONDS.toNanos(1));
        }
        var dribble = new BodyPace(Duration.ofSeconds(20));
        for (int second = 0; second < 20; second++) {
            dribble.came(1, TimeUnit.SECONDS.toNanos(1));
        }
        assertThatThrownBy(() -> dribble.came(1, TimeUnit.SECONDS.toNanos(1)))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code()).isEqualTo("BODY_TOO_SLOW"));
    }

    @Test
    void aByteEachSecond() throws Exception {
        assumeTrue(SOAK, "takes half a minute");
        try (var client = server.raw("POST /json HTTP/1.1\nHost: localhost\nContent-Length: 1000\n\n")) {
            var answer = new CompletableFuture<String>();
            Thread.ofVirtual().start(() -> {
                try {
                    client.soTimeout(60_000);
                    answer.complete(client.until("\r\n"));
                } catch (IOException e) {
                    answer.completeExceptionally(e);
                }
            });
            for (int second = 0; second < 40 && !answer.isDone(); second++) {
                client.send(" ");
                answer.completeOnTimeout("", 60, TimeUnit.SECONDS);
                healthy();
                TimeUnit.MILLISECONDS.sleep(900);
            }
            assertThat(answer.get(1, TimeUnit.SECONDS)).contains(" 400 ");
        }
    }

    @Test
    void manyConnectionsThatSayNothing() throws Exception {
        healthy(); // warm
        long before = healthy();
        var idle = new ArrayList<Socket>();
        try {
            for (int count = 0; count < (SOAK ? 5000 : 500); count++) {
                var socket = new Socket();
                socket.connect(new InetSocketAddress("127.0.0.1", server.server.port()), 10_000);
                idle.add(socket);
            }
            assertAsBefore(before);
        } finally {
            for (var socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    void resetsOfHttp2Streams() throws Exception {
        healthy();
        long before = healthy();
        try (var flood = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            flood.send(HttpRequest.newBuilder(server.uri("/x")).build(), HttpResponse.BodyHandlers.ofString()); // h2c from here on
            for (int count = 0; count < (SOAK ? 10_000 : 1000); count++) {
                var answer = flood.sendAsync(HttpRequest.newBuilder(server.uri("/x")).build(), HttpResponse.BodyHandlers.discarding());
                answer.cancel(true);
            }
            assertAsBefore(before);
            flood.shutdownNow();
        }
    }

    @Test
    void aHundredMegabytesOfNestedJson() throws Exception {
        var deep = new InputStream() {
            private long left = 100L << 20;

            @Override
            public int read() {
                return left-- > 0 ? '[' : -1;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                if (left <= 0) {
                    return -1;
                }
                int count = (int) Math.min(left, length);
                java.util.Arrays.fill(bytes, offset, offset + count, (byte) '[');
                left -= count;
                return count;
            }
        };
        var request = HttpRequest.newBuilder(server.uri("/json")).POST(HttpRequest.BodyPublishers.ofInputStream(() -> deep)).build();
        try {
            assertThat(server.client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(400);
        } catch (IOException closed) {
            assertThat(closed).as("or the connection is closed while it still sends").hasMessageNotContaining("timed out");
        }
        healthy();
    }

    @Test
    void whoFindsNoRoomIsSentAway() throws Exception {
        try (var small = new TestServer(new Settings("127.0.0.1", 0, "", Optional.empty(), List.of(), List.of(), 0, Optional.empty(), new Limits(20, 0)))) {
            small.route(Method.GET, "/x", request -> Response.text("x"));
            var sockets = new ArrayList<Socket>();
            for (int count = 0; count < 25; count++) {
                sockets.add(new Socket("127.0.0.1", small.server.port()));
            }
            // connections are opened on several threads: which ones find no room is chance
            Await.until("five were sent away", () -> sockets.stream().filter(AbuseTest::closed).count() == 5);
            for (var socket : sockets) {
                socket.close();
            }
            Await.until("there is room again", () -> {
                try {
                    return small.get("/x").statusCode() == 200;
                } catch (Exception closed) {
                    return false;
                }
            });
        }
    }

    private static boolean closed(Socket socket) {
        try {
            socket.setSoTimeout(20);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void addressesAreCountedByThemselvesAndThisMachineNever() {
        var crowd = new Crowd(new Limits(0, 2));
        var one = InetSocketAddress.createUnresolved("x", 1);
        var first = new InetSocketAddress("192.0.2.1", 1);
        var second = new InetSocketAddress("192.0.2.2", 1);
        var local = new InetSocketAddress("127.0.0.1", 1);
        assertThat(crowd.enters(first) && crowd.enters(first)).isTrue();
        assertThat(crowd.enters(first)).isFalse();
        assertThat(crowd.enters(second)).isTrue();
        for (int count = 0; count < 10; count++) {
            assertThat(crowd.enters(local)).isTrue();
        }
        crowd.leaves(first);
        crowd.leaves(first);
        assertThat(crowd.enters(first)).as("there is room again").isTrue();
        assertThat(crowd.enters(one)).isTrue();
    }
}
