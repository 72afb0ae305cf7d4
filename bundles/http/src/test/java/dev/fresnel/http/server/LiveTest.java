package dev.fresnel.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.ChannelSource;
import dev.fresnel.api.channel.Sink;
import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.http.live.LiveSocket;
import dev.fresnel.spi.channel.RootChannelSource;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveTest {
    private TestServer server;
    private URI live;

    /** Answers each set of parameters with them, and tells when it is closed. */
    private record Echo(Sink sink, BlockingQueue<String> ends) implements Channel {
        @Override
        public void update(Json params) {
            sink.send("data", Map.of("got", params));
        }

        @Override
        public void close() {
            ends.add("closed");
        }
    }

    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

    private final RootChannelSource echo = (principal, opening, sink) -> {
        sink.send("ready", Map.of("who", principal.name(), "resume", opening.resume()));
        return new Echo(sink, ends);
    };

    @BeforeEach
    void start() throws IOException {
        server = new TestServer();
        live = URI.create("ws://127.0.0.1:" + server.server.port() + "/api/v1/live");
        server.server.hub().add("echo", echo);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private LiveClient connect(String... headers) {
        return new LiveClient(server.client, live, headers);
    }

    @Test
    void aChannelOpensChangesAndEnds() throws Exception {
        try (var client = connect()) {
            assertThat(client.subprotocol()).isEqualTo("fresnel.v1");
            client.send("{\"ch\":7,\"t\":\"open\",\"type\":\"echo\",\"params\":{},\"resume\":\"abc\",\"later\":1}");
            var ready = client.next();
            assertThat(ready.get("ch").number(0)).isEqualTo(7);
            assertThat(ready.get("t").text()).isEqualTo("ready");
            assertThat(ready.at("/d/resume").text()).isEqualTo("abc");
            assertThat(ready.at("/d/who").text()).isEqualTo("local");
            client.send("{\"ch\":7,\"t\":\"update\",\"params\":{\"a\":[1,2]}}");
            client.expect("{\"ch\":7,\"t\":\"data\",\"d\":{\"got\":{\"a\":[1,2]}}}");
            client.send("{\"ch\":7,\"t\":\"later\"}");
            client.send("{\"ch\":8,\"t\":\"update\"}");
            client.send("{\"ch\":7,\"t\":\"close\"}");
            var end = client.next();
            assertThat(end.get("t").text()).isEqualTo("closed");
            assertThat(end.at("/d/reason").text()).isEqualTo("client");
            assertThat(ends.poll(60, TimeUnit.SECONDS)).isEqualTo("closed");
            client.send("{\"ch\":7,\"t\":\"open\",\"type\":\"echo\"}");
            assertThat(client.next().get("t").text()).as("its number is free again").isEqualTo("ready");
        }
        assertThat(ends.poll(60, TimeUnit.SECONDS)).as("a socket that goes takes its channels along").isEqualTo("closed");
    }

    @Test
    void whatIsNoFrameIsSaidAndHarmsNothing() throws Exception {
        try (var client = connect()) {
            for (String bad : List.of("[".repeat(200_000), "no json", "[]", "{\"t\":\"open\",\"type\":\"echo\"}", "{\"ch\":-1,\"t\":\"open\",\"type\":\"echo\"}", "{\"ch\":1,\"t\":\"open\"}")) {
                client.send(bad);
                var problem = client.next();
                assertThat(problem.get("ch").number(-1)).as(bad).isZero();
                assertThat(problem.at("/d/status").number(0)).isEqualTo(400);
            }
            client.send("{\"ch\":1,\"t\":\"open\",\"type\":\"nothing\"}");
            assertThat(client.next().at("/d/code").text()).isEqualTo("CHANNEL_UNKNOWN");
            assertThat(client.next().at("/d/reason").text()).isEqualTo("gone");
            client.send("{\"ch\":1,\"t\":\"open\",\"type\":\"echo\"}");
            assertThat(client.next().get("t").text()).isEqualTo("ready");
            client.send("{\"ch\":1,\"t\":\"open\",\"type\":\"echo\"}");
            assertThat(client.next().at("/d/code").text()).isEqualTo("CHANNEL_OPEN");
        }
    }

    @Test
    void aSourceThatRefusesOrFailsEndsItsOwnChannelOnly() throws Exception {
        server.server.hub().add("secret", (principal, opening, sink) -> {
            throw new Problem(Problem.Kind.FORBIDDEN, "NOT_YOURS", "Not yours.");
        });
        server.server.hub().add("broken", (principal, opening, sink) -> {
            throw new NoClassDefFoundError("secret");
        });
        try (var client = connect()) {
            client.send("{\"ch\":1,\"t\":\"open\",\"type\":\"secret\"}");
            assertThat(client.next().at("/d/code").text()).isEqualTo("NOT_YOURS");
            assertThat(client.next().at("/d/reason").text()).isEqualTo("forbidden");
            client.send("{\"ch\":2,\"t\":\"open\",\"type\":\"broken\"}");
            assertThat(client.next().toString()).contains("\"BUG\"").doesNotContain("secret");
            assertThat(client.next().get("t").text()).isEqualTo("closed");
            client.send("{\"ch\":3,\"t\":\"open\",\"type\":\"echo\"}");
            assertThat(client.next().get("t").text()).isEqualTo("ready");
        }
    }

    @Test
    void aPluginsChannelGoesOnWithItsSuccessor() throws Exception {
        var one = new TestGeneration("hello", "one").channel("ticks", source("one"));
        server.switchboard.serve(one);
        try (var client = connect()) {
            client.send("{\"ch\":1,\"t\":\"open\",\"type\":\"hello/ticks\",\"params\":{\"n\":1}}");
            client.expect("{\"ch\":1,\"t\":\"ready\",\"d\":{}}");
            client.expect("{\"ch\":1,\"t\":\"data\",\"d\":[\"one\",{\"n\":1},null]}");
            client.send("{\"ch\":1,\"t\":\"update\",\"params\":{\"n\":2}}");
            client.expect("{\"ch\":1,\"t\":\"data\",\"d\":[\"one\",{\"n\":2},null]}");
            Await.until("one build is held, once", () -> one.leases() == 1);

            var two = new TestGeneration("hello", "two").channel("ticks", source("two"));
            server.switchboard.serve(two);
            client.expect("{\"ch\":1,\"t\":\"reset\"}");
            client.expect("{\"ch\":1,\"t\":\"ready\",\"d\":{}}");
            client.expect("{\"ch\":1,\"t\":\"data\",\"d\":[\"two\",{\"n\":2},\"from one\"]}");
            Await.until("the former build is let go", () -> one.leases() == 0 && two.leases() == 1);
            assertThat(ends).containsExactly("closed one");

            server.switchboard.remove("hello");
            assertThat(client.next().toString()).isEqualTo("{\"ch\":1,\"t\":\"reset\"}");
            assertThat(client.next().get("t").text()).isEqualTo("problem");
            assertThat(client.next().at("/d/reason").text()).isEqualTo("gone");
            Await.until("nothing is held", () -> two.leases() == 0);
        }
    }

    /** Refuses tokens of builds other than "one", as if their format had changed. */
    private ChannelSource source(String build) {
        return (opening, sink) -> {
            opening.resume().filter(token -> !token.equals("from one")).ifPresent(token -> {
                throw new Problem(Problem.Kind.INVALID, "HELLO_TOKEN", "Not mine.");
            });
            sink.send("data", List.of(build, opening.params(), opening.resume()));
            sink.resumeAt("from " + build);
            return new Channel() {
                @Override
                public void update(Json params) {
                    sink.send("data", List.of(build, params, opening.resume()));
                }

                @Override
                public void close() {
                    ends.add("closed " + build);
                    sink.send("data", "too late");
                }
            };
        };
    }

    @Test
    void aTokenThatASuccessorRefusesMeansAFreshStart() throws Exception {
        server.switchboard.serve(new TestGeneration("hello", "zero").channel("ticks", source("zero")));
        try (var client = connect()) {
            client.send("{\"ch\":1,\"t\":\"open\",\"type\":\"hello/ticks\"}");
            client.next();
            client.next();
            server.switchboard.serve(new TestGeneration("hello", "one").channel("ticks", source("one")));
            client.expect("{\"ch\":1,\"t\":\"reset\"}");
            client.expect("{\"ch\":1,\"t\":\"ready\",\"d\":{}}");
            client.expect("{\"ch\":1,\"t\":\"data\",\"d\":[\"one\",null,null]}");
        }
    }

    @Test
    void callsIntoAChannelNeverOverlapAndTheLastParametersCount() throws Exception {
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var go = new CountDownLatch(1);
        server.server.hub().add("slow", (principal, opening, sink) -> {
            sink.send("ready", Map.of());
            return new Channel() {
                @Override
                public void update(Json params) {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    try {
                        go.await(60, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    sink.send("data", params);
                    inside.decrementAndGet();
                }

                @Override
                public void close() {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    ends.add("closed");
                }
            };
        });
        try (var client = connect()) {
            client.send("{\"ch\":1,\"t\":\"open\",\"type\":\"slow\"}");
            client.next();
            for (int i = 0; i < 100; i++) {
                client.send("{\"ch\":1,\"t\":\"update\",\"params\":" + i + "}");
            }
            client.send("{\"ch\":2,\"t\":\"open\",\"type\":\"echo\"}");
            assertThat(client.next().get("ch").number(0)).as("other channels do not wait").isEqualTo(2);
            go.countDown();
            Json last = client.next();
            int frames = 1;
            while (last.get("d").number(0) != 99) {
                last = client.next();
                frames++;
            }
            assertThat(frames).isLessThanOrEqualTo(3);
            client.send("{\"ch\":1,\"t\":\"close\"}");
            assertThat(ends.poll(60, TimeUnit.SECONDS)).isEqualTo("closed");
            assertThat(most).hasValue(1);
        }
    }

    @Test
    void framesWaitForCreditAndASourceHearsOfIt() throws Exception {
        var sinks = new LinkedBlockingQueue<Sink>();
        server.server.hub().add("credit", (principal, opening, sink) -> {
            sink.send("ready", Map.of());
            sinks.add(sink);
            return new Echo(sink, ends);
        });
        try (var client = connect()) {
            client.send("{\"ch\":1,\"t\":\"open\",\"type\":\"credit\",\"credit\":100}");
            client.next();
            Sink sink = sinks.take();
            assertThat(sink.ready()).isTrue();
            sink.send("data", "x".repeat(100));
            assertThat(sink.ready()).isFalse();
            var told = new CountDownLatch(1);
            sink.whenReady(told::countDown);
            sink.send("data", "waits");
            client.next();
            sink.problem(new Problem(Problem.Kind.LIMITED, "LATER", "Keeps its place."));
            client.send("{\"ch\":2,\"t\":\"open\",\"type\":\"echo\"}");
            assertThat(client.next().get("ch").number(0)).as("nothing of channel 1 came before").isEqualTo(2);
            assertThat(told.getCount()).isEqualTo(1);
            client.send("{\"ch\":1,\"t\":\"credit\",\"bytes\":1000}");
            client.expect("{\"ch\":1,\"t\":\"data\",\"d\":\"waits\"}");
            assertThat(client.next().at("/d/code").text()).isEqualTo("LATER");
            assertThat(told.await(60, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 20; i++) {
                sink.send("data", "x".repeat(100_000)); // a source that does not look
            }
            Json frame = client.next();
            while (!frame.get("t").text().equals("closed")) {
                frame = client.next();
            }
            assertThat(frame.at("/d/reason").text()).isEqualTo("limit");
            assertThat(ends.poll(60, TimeUnit.SECONDS)).isEqualTo("closed");
        }
    }

    @Test
    void anObjectOfMegabytesComesWholeAndInItsPlace() throws Exception {
        String large = "é".repeat(1_500_000);
        server.server.hub().add("large", (principal, opening, sink) -> {
            sink.send("data", large);
            sink.send("data", "after");
            return new Echo(sink, ends);
        });
        try (var client = connect()) {
            client.send("{\"ch\":1,\"t\":\"open\",\"type\":\"large\",\"credit\":10000000}");
            assertThat(client.next().get("t").text()).isEqualTo("ready");
            assertThat(client.next().get("d").text().equals(large)).isTrue();
            client.expect("{\"ch\":1,\"t\":\"data\",\"d\":\"after\"}");
        }
    }

    private static final String HANDSHAKE = "GET /api/v1/live HTTP/1.1\nHost: localhost\nUpgrade: websocket\nConnection: Upgrade\n"
            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\nSec-WebSocket-Version: 13\nSec-WebSocket-Protocol: fresnel.v1\n\n";

    // check 31
    @Test
    void aClientThatReadsTooSlowlyIsCutAndOthersDoNotNotice() throws Exception {
        var sinks = new LinkedBlockingQueue<Sink>();
        server.server.hub().add("flood", (principal, opening, sink) -> {
            sinks.add(sink);
            return new Echo(sink, ends);
        });
        try (var slow = server.raw(HANDSHAKE); var other = connect()) {
            slow.head();
            slow.sendFrame("{\"ch\":1,\"t\":\"open\",\"type\":\"flood\",\"credit\":60000000}");
            Sink sink = sinks.poll(60, TimeUnit.SECONDS);
            other.send("{\"ch\":1,\"t\":\"open\",\"type\":\"echo\"}");
            other.next();
            String frame = "y".repeat(64_000);
            for (int i = 0; i < 500 && ends.isEmpty(); i++) {
                sink.send("data", frame);
                if (i % 50 == 0) {
                    long begin = System.nanoTime();
                    other.send("{\"ch\":1,\"t\":\"update\",\"params\":1}");
                    other.next();
                    assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.MILLISECONDS.toNanos("1".equals(System.getenv("FRESNEL_BUDGETS")) ? 500 : 30_000));
                }
            }
            assertThat(ends.poll(60, TimeUnit.SECONDS)).isEqualTo("closed");
            assertThat(slow.closeCode()).isEqualTo(1013);
            assertThat(other.open()).isTrue();
            Await.until("it is counted", () -> server.server.hub().samples().stream()
                    .anyMatch(sample -> sample.name().equals("fresnel_live_slow_total") && sample.value() == 1));
        }
    }

    @Test
    void framesAndChannelsAreLimited() throws Exception {
        try (var client = connect()) {
            for (int i = 1; i <= 201; i++) {
                client.send("{\"ch\":" + i + ",\"t\":\"open\",\"type\":\"echo\"}");
            }
            Json limit = client.next();
            while (!limit.get("t").text().equals("closed")) {
                limit = client.next();
            }
            assertThat(limit.at("/d/reason").text()).isEqualTo("limit");
            assertThat(limit.get("ch").number(0)).isEqualTo(201);
        }
        // one byte too many: more would be on its way yet when the server closes, and the system throws away its last word then
        try (var client = connect()) {
            String around = "{\"ch\":1,\"t\":\"open\",\"type\":\"echo\",\"params\":\"\"}";
            client.send(around.replace("\"\"", '"' + "x".repeat(LiveSocket.FRAME + 1 - around.length()) + '"'));
            assertThat(client.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void atItsStopTheServerSaysGoodbye() throws Exception {
        try (var client = connect()) {
            client.send("{\"ch\":1,\"t\":\"open\",\"type\":\"echo\"}");
            client.next();
            server.close();
            assertThat(client.closeCode()).isEqualTo(1001);
            assertThat(ends.poll(60, TimeUnit.SECONDS)).isEqualTo("closed");
        }
    }

    @Test
    void aSourceThatLeavesEndsItsChannels() throws Exception {
        try (var client = connect()) {
            client.send("{\"ch\":1,\"t\":\"open\",\"type\":\"echo\"}");
            client.next();
            server.server.hub().remove("echo", echo);
            client.expect("{\"ch\":1,\"t\":\"reset\"}");
            assertThat(client.next().get("t").text()).isEqualTo("problem");
            assertThat(client.next().at("/d/reason").text()).isEqualTo("gone");
            assertThat(ends.poll(60, TimeUnit.SECONDS)).isEqualTo("closed");
        }
    }

    @Test
    void ordinaryRequestsGoOnBesideIt() throws Exception {
        server.route(Method.GET, "/api/v1/me", request -> Response.text("me"));
        try (var client = connect()) {
            assertThat(server.get("/api/v1/me").body()).isEqualTo("me");
            assertThat(client.open()).isTrue();
        }
    }
}
