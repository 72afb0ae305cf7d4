package dev.fresnel.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may open a live socket. */
class LiveDoorTest {
    private TestServer server;
    private URI live;

    private record Silent() implements Channel {
        @Override
        public void update(Json params) {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void start() throws IOException {
        server = new TestServer();
        live = URI.create("ws://127.0.0.1:" + server.server.port() + "/api/v1/live");
        server.server.hub().add("who", (principal, opening, sink) -> {
            sink.send("ready", Map.of("who", principal.name()));
            return new Silent();
        });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    // check 6
    @Test
    void pagesNeedTheirOwnOriginAndAFreshTicket() throws Exception {
        String own = "http://127.0.0.1:" + server.server.port();
        for (String origin : List.of("https://evil.test", "null", "http://127.0.0.1:1")) {
            assertThat(LiveClient.refused(server.client, withTicket(), "Origin", origin)).as(origin).isEqualTo(403);
        }
        assertThat(LiveClient.refused(server.client, live, "Origin", own)).as("no ticket").isEqualTo(403);
        assertThat(LiveClient.refused(server.client, URI.create(live + "?ticket=guess"), "Origin", own)).isEqualTo(403);
        assertThat(LiveClient.refused(server.client, withTicket(), "Cookie", "session=a")).as("no origin").isEqualTo(403);
        assertThat(LiveClient.refused(server.client, withTicket(), "Origin", own, "Cookie", "session=b")).as("somebody else's ticket").isEqualTo(403);
        var uri = withTicket();
        try (var client = new LiveClient(server.client, uri, "Origin", own)) {
            client.send("{\"ch\":1,\"t\":\"open\",\"type\":\"who\"}");
            assertThat(client.next().at("/d/who").text()).isEqualTo("local");
        }
        assertThat(LiveClient.refused(server.client, uri, "Origin", own)).as("used").isEqualTo(403);
    }

    private URI withTicket() throws Exception {
        var answer = server.send("POST", "/api/v1/live/ticket");
        assertThat(answer.statusCode()).isEqualTo(200);
        return URI.create(live + "?ticket=" + TestServer.CODEC.parse(answer.body().getBytes(StandardCharsets.UTF_8)).get("ticket").text());
    }

    @Test
    void aTicketAloneIsEnoughWhereNobodyIsLocal() throws Exception {
        server.local = false;
        assertThat(server.send("POST", "/api/v1/live/ticket").statusCode()).isEqualTo(401);
        var answer = server.send("POST", "/api/v1/live/ticket", "Authorization", "Bearer good");
        String ticket = TestServer.CODEC.parse(answer.body().getBytes(StandardCharsets.UTF_8)).get("ticket").text();
        try (var client = new LiveClient(server.client, URI.create(live + "?ticket=" + ticket), "Origin", "http://127.0.0.1:" + server.server.port())) {
            client.send("{\"ch\":1,\"t\":\"open\",\"type\":\"who\"}");
            assertThat(client.next().at("/d/who").text()).isEqualTo("somebody");
        }
        assertThat(LiveClient.refused(server.client, live)).isEqualTo(401);
        try (var client = new LiveClient(server.client, live, "Authorization", "Bearer good")) {
            assertThat(client.open()).isTrue();
        }
    }

    @Test
    void onlyWebSocketsOfTheProtocolComeIn() throws Exception {
        assertThat(server.get("/api/v1/live").statusCode()).isEqualTo(426);
        String handshake = "GET /api/v1/live HTTP/1.1\nHost: localhost\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\nSec-WebSocket-Version: 13\n";
        try (var client = server.raw(handshake + "\n")) {
            assertThat(client.status()).isEqualTo(400);
        }
        try (var client = server.raw(handshake + "Sec-WebSocket-Protocol: fresnel.v1\nSec-WebSocket-Extensions: permessage-deflate\n\n")) {
            assertThat(client.head()).startsWith("HTTP/1.1 101").contains("Sec-WebSocket-Protocol: fresnel.v1").doesNotContain("Extensions");
        }
    }
}
