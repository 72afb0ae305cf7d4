package dev.fresnel.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.Sink;
import dev.fresnel.api.json.Json;
import dev.fresnel.http.edge.Settings;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.principal.Sessions;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ends of sessions, limits, bytes, and the way without a WebSocket. */
class LiveLimitsTest {
    private TestServer server;
    private URI live;
    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

    private record Echo(Sink sink, BlockingQueue<String> ends) implements Channel {
        @Override
        public void update(Json params) {
            sink.send("data", params);
        }

        @Override
        public void bytes(byte[] payload) {
            sink.bytes(payload);
        }

        @Override
        public void close() {
            ends.add("closed");
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = new TestServer(new Settings("127.0.0.1", 0, "", Optional.empty(), List.of(), List.of(), 2));
        live = URI.create("ws://127.0.0.1:" + server.server.port() + "/api/v1/live");
        server.server.hub().add("echo", (principal, opening, sink) -> {
            sink.send("ready", Map.of("who", principal.name()));
            return new Echo(sink, ends);
        });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private LiveClient echo(String... headers) throws Exception {
        var client = new LiveClient(server.client, live, headers);
        client.send("{\"ch\":1,\"t\":\"open\",\"type\":\"echo\"}");
        assertThat(client.next().get("t").text()).isEqualTo("ready");
        return client;
    }

    @Test
    void theEndOfASessionClosesItsSocketsAndNoOthers() throws Exception {
        try (var mine = echo("Authorization", "Bearer good"); var other = echo()) {
            server.server.hub().endSession(new Principal("b", "", Principal.Door.BEARER, Optional.empty()), Sessions.End.EXPIRED.word());
            Json last = mine.next();
            assertThat(last.get("ch").number(-1)).isZero();
            assertThat(last.get("t").text()).isEqualTo("closed");
            assertThat(last.at("/d/reason").text()).isEqualTo("session");
            assertThat(last.at("/d/detail").text()).isEqualTo("expired");
            assertThat(mine.closeCode()).isEqualTo(4401);
            assertThat(ends.poll(60, TimeUnit.SECONDS)).isEqualTo("closed");
            other.send("{\"ch\":1,\"t\":\"update\",\"params\":1}");
            assertThat(other.next().get("d").number(0)).isEqualTo(1);
        }
    }

    @Test
    void whoseSessionEndedMeanwhileIsShownOutAtOnce() throws Exception {
        server.parts.sessions(new Ended());
        try (var client = new LiveClient(server.client, live)) {
            assertThat(client.closeCode()).isEqualTo(4401);
        }
    }

    private static final class Ended implements Sessions {
        @Override
        public boolean live(Principal principal) {
            return false;
        }

        @Override
        public AutoCloseable watch(Listener listener) {
            return () -> {};
        }

        @Override
        public void end(Principal principal, End why) {
            // it has ended
        }
    }

    @Test
    void oneUserHasSoManyConnectionsAndNoMore() throws Exception {
        try (var one = echo(); var two = echo()) {
            assertThat(LiveClient.refused(server.client, live)).isEqualTo(429);
            assertThat(server.send("POST", "/api/v1/live/stream").statusCode()).isEqualTo(429);
            try (var other = echo("Authorization", "Bearer good")) {
                assertThat(other.open()).as("others have their own").isTrue();
            }
        }
        Await.until("both have gone", () -> server.server.hub().open(new Principal("l", "", Principal.Door.LOCAL, Optional.empty())) == 0);
        try (var again = echo()) {
            assertThat(again.open()).isTrue();
        }
    }

    @Test
    void bytesGoBothWays() throws Exception {
        byte[] payload = new byte[70_000];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) i;
        }
        try (var client = echo()) {
            client.sendBytes(1, payload);
            assertThat(client.nextBytes()).isEqualTo(dev.fresnel.http.live.LiveSocket.binary(1, payload));
        }
    }

    @Test
    void aFloodOfFramesEndsTheConnection() {
        var wire = new Noted();
        var socket = server.server.hub().enter(new Principal("l", "", Principal.Door.LOCAL, Optional.empty()), wire);
        byte[] frame = "{\"ch\":9,\"t\":\"credit\",\"bytes\":1}".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 5_000; i++) {
            socket.received(frame);
        }
        assertThat(wire.codes).as("a burst is allowed").isEmpty();
        for (int i = 0; i < 100_000 && wire.codes.isEmpty(); i++) {
            socket.received(frame); // many more than the time that this takes gives back
        }
        assertThat(wire.codes).containsExactly(1008);
    }

    private static final class Noted implements dev.fresnel.http.live.Wire {
        final List<Integer> codes = new java.util.ArrayList<>();

        @Override
        public void send(byte[] text, Runnable done) {
            done.run();
        }

        @Override
        public void sendBytes(byte[] frame, Runnable done) {
            done.run();
        }

        @Override
        public void ping() {
            // nobody is there
        }

        @Override
        public void close(int code, String reason) {
            codes.add(code);
        }

        @Override
        public void abort() {
            // nothing to cut
        }
    }

    @Test
    void withoutAWebSocketTheSameFramesGoAsEvents() throws Exception {
        var request = HttpRequest.newBuilder(server.uri("/api/v1/live/stream")).POST(HttpRequest.BodyPublishers.noBody()).build();
        HttpResponse<InputStream> stream = server.client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(stream.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        try (var events = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            assertThat(events.readLine()).isEqualTo("event: hello");
            String hello = events.readLine().substring("data: ".length());
            String path = "/api/v1/live/stream/" + TestServer.CODEC.parse(hello.getBytes(StandardCharsets.UTF_8)).get("id").text();
            String bytes = Base64.getEncoder().encodeToString("hello".getBytes(StandardCharsets.UTF_8));
            assertThat(post(path, "{\"ch\":1,\"t\":\"open\",\"type\":\"echo\"}\n{\"ch\":1,\"t\":\"update\",\"params\":[1]}\n{\"ch\":1,\"t\":\"bytes\",\"b\":\"" + bytes + "\"}")).isEqualTo(204);
            assertThat(nextData(events)).isEqualTo("{\"ch\":1,\"t\":\"ready\",\"d\":{\"who\":\"local\"}}");
            assertThat(nextData(events)).isEqualTo("{\"ch\":1,\"t\":\"data\",\"d\":[1]}");
            assertThat(Base64.getDecoder().decode(nextData(events))).endsWith("hello".getBytes(StandardCharsets.UTF_8));
            assertThat(post(path, "{\"ch\":1,\"t\":\"close\"}", "Authorization", "Bearer good")).as("somebody else's").isEqualTo(404);
            server.server.hub().endSession(new Principal("l", "", Principal.Door.LOCAL, Optional.empty()), "logout");
            assertThat(nextData(events)).contains("\"session\"");
            assertThat(nextData(events)).isEqualTo("{\"code\":4401,\"reason\":\"session logout\"}");
            assertThat(events.lines()).as("the stream ends").allMatch(String::isEmpty);
            Await.until("it is forgotten", () -> forgotten(path));
        }
        assertThat(ends.poll(60, TimeUnit.SECONDS)).isEqualTo("closed");
    }

    private boolean forgotten(String path) {
        try {
            return post(path, "{}") == 404;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private int post(String path, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(server.uri(path)).POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return server.client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static String nextData(BufferedReader events) throws Exception {
        String line = events.readLine();
        while (!line.startsWith("data: ")) {
            line = events.readLine();
        }
        return line.substring("data: ".length());
    }
}
