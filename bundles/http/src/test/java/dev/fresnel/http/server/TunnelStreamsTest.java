package dev.fresnel.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.http.edge.Settings;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.principal.Sessions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lasts on its way to a cluster: watches, upgraded connections, and how they end. */
final class TunnelStreamsTest extends TunnelCase {
    @Test
    void aWatchSaysItsHeadAtOnceAndEndsWithItsClient() throws Exception {
        api.script = talk -> {
            talk.say("HTTP/1.1 200 OK\nContent-Type: application/json\nTransfer-Encoding: chunked\n\n");
            talk.in().read();
            return false;
        };
        try (var client = server.raw("GET /k8s/demo/api/v1/pods?watch=1 HTTP/1.1\nHost: localhost\n\n")) {
            assertThat(client.head()).startsWith("HTTP/1.1 200");
            assertThat(api.open()).isEqualTo(1);
        }
        long left = System.nanoTime();
        Await.until("the watch has ended", () -> api.open() == 0);
        if ("1".equals(System.getenv("FRESNEL_BUDGETS"))) {
            assertThat(System.nanoTime() - left).isLessThan(TimeUnit.SECONDS.toNanos(1));
        }
    }

    @Test
    void aClientThatLeavesBeforeTheAnswerEndsTheWait() throws Exception {
        api.script = talk -> {
            talk.in().read();
            return false;
        };
        try (var client = server.raw("GET /k8s/demo/slow HTTP/1.1\nHost: localhost\n\n")) {
            Await.until("it waits", () -> api.open() == 1);
        }
        Await.until("the wait has ended", () -> api.open() == 0);
    }

    @Test
    void aWatchThatEndsLeavesItsConnectionToTheNextRequest() throws Exception {
        var talkOn = new CountDownLatch(1);
        api.script = talk -> {
            talk.say("HTTP/1.1 200 OK\nContent-Type: application/json\nTransfer-Encoding: chunked\n\n");
            TunnelStreamsTest.await(talkOn);
            talk.bytes("3\r\n{}\n\r\n0\r\n\r\n");
            return true;
        };
        try (var client = server.raw("GET /k8s/demo/api/v1/pods?watch=1 HTTP/1.1\nHost: localhost\n\n")) {
            client.head();
            talkOn.countDown();
            assertThat(client.until("0\r\n\r\n")).isEqualTo("3\r\n{}\n\r\n0\r\n\r\n");
            for (int i = 0; i < 200; i++) {
                client.send("GET /k8s/demo/api/v1/pods?watch=1 HTTP/1.1\nHost: localhost\n\n");
                String head = client.head();
                assertThat(head).as("request " + i).startsWith("HTTP/1.1 200");
                assertThat(client.until(head.contains("chunked") ? "0\r\n\r\n" : "{}\n")).contains("{}\n");
            }
        }
        assertThat(api.connections).hasValue(1);
    }

    private static final String UPGRADE = "POST /k8s/demo/api/v1/namespaces/a/pods/b/exec?command=sh HTTP/1.1\nHost: localhost\nConnection: Upgrade\nUpgrade: SPDY/3.1\n\n";

    @Test
    void anUpgradedConnectionCarriesBothWaysFromTheFirstByte() throws Exception {
        api.script = talk -> {
            assertThat(talk.head()).contains("Connection: Upgrade\r\n", "Upgrade: SPDY/3.1\r\n");
            talk.say("HTTP/1.1 101 Switching Protocols\nConnection: Upgrade\nUpgrade: SPDY/3.1\n\nearly");
            for (int b = talk.in().read(); b >= 0; b = talk.in().read()) {
                talk.socket().getOutputStream().write(Character.toUpperCase(b));
            }
            talk.say("bye");
            return false;
        };
        try (var client = server.raw(UPGRADE + "with the handshake ")) {
            assertThat(client.head()).startsWith("HTTP/1.1 101 Switching Protocols").contains("Upgrade: SPDY/3.1");
            assertThat(client.until("HANDSHAKE ")).isEqualTo("earlyWITH THE HANDSHAKE ");
            client.send("more.");
            assertThat(client.until(".")).isEqualTo("MORE.");
            client.halfClose();
            assertThat(client.until("bye")).isEqualTo("bye");
            assertThat(client.in().read()).isEqualTo(-1);
        }
        assertThat(lines).extracting(Audit.Line::action, Audit.Line::status).containsExactly(org.assertj.core.groups.Tuple.tuple("k8s.exec", 101));
        Await.until("all is closed", () -> api.open() == 0);
    }

    /** A client that is busy reads late and says something meanwhile: nothing of what was sent to it may be lost for that. */
    @Test
    void aSlowReaderGetsAllThatWasSaidBeforeTheEnd() throws Exception {
        var said = "x".repeat(1_500_000) + "bye";
        api.script = talk -> {
            talk.say("HTTP/1.1 101 Switching Protocols\nConnection: Upgrade\nUpgrade: SPDY/3.1\n\n");
            talk.bytes(said);
            talk.socket().shutdownOutput();
            talk.in().transferTo(OutputStream.nullOutputStream());
            return false;
        };
        try (var client = server.raw(UPGRADE, 16_384)) {
            assertThat(client.head()).startsWith("HTTP/1.1 101");
            LockSupport.parkNanos(2_000_000_000L);
            client.send("ping");
            LockSupport.parkNanos(100_000_000L);
            assertThat(client.in().readAllBytes().length).isEqualTo(said.length());
        }
        Await.until("all is closed", () -> api.open() == 0);
    }

    @Test
    void anUpgradedConnectionEndsWithItsClient() throws Exception {
        api.script = talk -> {
            talk.say("HTTP/1.1 101 Switching Protocols\nConnection: Upgrade\nUpgrade: SPDY/3.1\n\n");
            talk.in().read();
            return false;
        };
        try (var client = server.raw(UPGRADE)) {
            assertThat(client.head()).startsWith("HTTP/1.1 101");
        }
        Await.until("it has ended", () -> api.open() == 0);
    }

    // check 4
    @Test
    void whatIsSaidBehindARefusedUpgradeIsHeardByNobody() throws Exception {
        api.script = talk -> {
            talk.say("HTTP/1.1 403 Forbidden\nContent-Length: 2\n\nno");
            return true;
        };
        try (var client = server.raw(UPGRADE + "GET /k8s/demo/api/v1/secrets HTTP/1.1\nHost: localhost\n\n")) {
            var all = new String(client.in().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(all).startsWith("HTTP/1.1 403 Forbidden").contains("Connection: close").endsWith("no");
        }
        assertThat(api.heads).hasSize(1);
        Await.until("both connections are closed", () -> api.open() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Connection: Upgrade, HTTP2-Settings\nUpgrade: h2c\nHTTP2-Settings: AAMAAABkAAQAAP__\n",
        "Connection: Upgrade, HTTP2-Settings\nUpgrade: h2c\n",
        "Connection: Upgrade\n"
    })
    void anOfferToSpeakHttp2IsNotTaken(String headers) throws Exception {
        try (var client = server.raw("GET /k8s/demo/api HTTP/1.1\nHost: localhost\n" + headers + "\n")) {
            assertThat(client.head()).startsWith("HTTP/1.1 200");
        }
        assertThat(lastHead()).doesNotContain("Upgrade").doesNotContainIgnoringCase("http2");
    }

    // check 6
    @Test
    void aPageOpensNoUpgradedConnection() throws Exception {
        for (String page : List.of("Origin: http://localhost\n", "Cookie: session=1\nOrigin: http://localhost\n", "Origin: https://evil.test\n", "Origin: null\nCookie: session=1\n")) {
            try (var client = server.raw("GET /k8s/demo/api/v1/namespaces/a/pods/b/exec HTTP/1.1\nHost: localhost\nConnection: Upgrade\nUpgrade: websocket\n" + page + "\n")) {
                assertThat(client.status()).as(page).isEqualTo(403);
            }
        }
        assertThat(api.heads).isEmpty();
    }

    /** What access says about sessions. */
    private static final class SomeSessions implements Sessions {
        private final AtomicBoolean live = new AtomicBoolean(true);

        @Override
        public boolean live(Principal principal) {
            return live.get();
        }

        @Override
        public AutoCloseable watch(Listener listener) {
            return () -> {};
        }

        @Override
        public void end(Principal principal, End why) {}
    }

    // check 25
    @Test
    void theEndOfASessionEndsWhatIsOpenAndSaysSo() throws Exception {
        api.script = talk -> {
            if (talk.line().startsWith("POST")) {
                talk.say("HTTP/1.1 101 Switching Protocols\nConnection: Upgrade\nUpgrade: SPDY/3.1\n\n");
            } else {
                talk.say("HTTP/1.1 200 OK\nContent-Type: application/json\nTransfer-Encoding: chunked\n\n");
                talk.bytes("3\r\n{}\n\r\n");
            }
            talk.in().read();
            return false;
        };
        var local = new Principal("l", "local", Principal.Door.LOCAL, Optional.empty());
        try (var watch = server.raw("GET /k8s/demo/api/v1/pods?watch=1 HTTP/1.1\nHost: localhost\n\n"); var exec = server.raw(UPGRADE)) {
            watch.until("{}\n");
            exec.head();
            server.server.tunnel().ended(new Principal("other", "x", Principal.Door.LOCAL, Optional.empty()), Sessions.End.LOGOUT);
            assertThat(api.open()).isEqualTo(2);
            server.server.tunnel().ended(local, Sessions.End.LOGOUT);
            assertThat(watch.until("0\r\n\r\n")).contains("\"type\":\"ERROR\"", "\"code\":401", "logout").endsWith("0\r\n\r\n");
            assertThat(exec.in().read()).isEqualTo(-1);
        }
        Await.until("nothing is open", () -> api.open() == 0);
        var sessions = new SomeSessions();
        server.parts.sessions(sessions);
        try (var watch = server.raw("GET /k8s/demo/api/v1/pods?watch=1 HTTP/1.1\nHost: localhost\n\n")) {
            watch.until("{}\n");
            sessions.live.set(false);
            assertThat(watch.until("0\r\n\r\n")).contains("\"code\":401", "expired");
        }
        assertThat(server.get("/k8s/demo/x").statusCode()).isEqualTo(401);
    }

    @Test
    void aUserHasOnlySoManyStreams() throws Exception {
        var begun = new CountDownLatch(2);
        api.script = talk -> {
            talk.say("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n");
            begun.countDown();
            talk.in().read();
            return false;
        };
        try (var limited = start(new Settings.Clusters(false, 3, 2));
                var first = limited.raw("GET /k8s/demo/a?watch=1 HTTP/1.1\nHost: localhost\n\n");
                var second = limited.raw("GET /k8s/demo/a?watch=1 HTTP/1.1\nHost: localhost\n\n")) {
            assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(limited.get("/k8s/demo/a?watch=1").statusCode()).isEqualTo(429);
            api.script = talk -> {
                talk.ok("{}");
                return true;
            };
            assertThat(limited.get("/k8s/demo/a").statusCode()).isEqualTo(200);
            second.close();
            Await.until("there is room again", () -> status(limited, "/k8s/demo/a?watch=1") == 200);
            assertThat(first.head()).startsWith("HTTP/1.1 200");
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static int status(TestServer one, String path) {
        try {
            return one.get(path).statusCode();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
