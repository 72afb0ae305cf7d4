package dev.fresnel.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.http.edge.Settings;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.principal.Sessions;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to clusters through the real server, byte for byte, against an API server that plays its part by the byte. */
@Timeout(30)
final class TunnelTest {
    private final List<Audit.Line> lines = new CopyOnWriteArrayList<>();
    private FakeApiServer api;
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApiServer(talk -> {
            talk.body();
            talk.ok("{}");
            return true;
        });
        server = start(Settings.Clusters.OPEN);
    }

    private TestServer start(Settings.Clusters rules) throws IOException {
        var one = new TestServer(new Settings("127.0.0.1", 0, "", Optional.empty(), List.of(), List.of(), 0, Optional.empty(), dev.fresnel.http.edge.Limits.NONE, rules));
        one.parts.upstreams(api);
        one.parts.audit(lines::add);
        return one;
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        api.close();
    }

    private String lastHead() {
        return api.heads.getLast();
    }

    @Test
    void whoReadsSecretsIsRecorded() throws Exception {
        for (String path : List.of("/api/v1/namespaces/a/secrets/x", "/api/v1/secrets", "/api/v1/namespaces/a/%73ecrets/x", "/api/v1/watch/namespaces/a/secrets")) {
            lines.clear();
            server.get("/k8s/demo" + path);
            assertThat(lines).as(path).singleElement().satisfies(line -> {
                assertThat(line.action()).isEqualTo("k8s.get");
                assertThat(line.object()).isEqualTo(path);
                assertThat(line.result()).isEqualTo(Audit.Result.OK);
            });
        }
        lines.clear();
        for (String path : List.of("/api/v1/namespaces/secrets/pods/x", "/api/v1/pods", "/apis/example.org/v1/secrets", "/api/v1/namespaces/secrets")) {
            server.get("/k8s/demo" + path);
        }
        assertThat(lines).isEmpty();
    }

    @Test
    void pathAndQueryGoOnAsTheyWereSent() throws Exception {
        for (String path : List.of("/api//v1/../x%2Fy/a%20b;c", "/%2e%2e/x", "//", "/api?labelSelector=a%20in%20(b)&x=&c+d")) {
            try (var client = server.raw("GET /k8s/demo" + path + " HTTP/1.1\nHost: localhost\nConnection: close\n\n")) {
                assertThat(client.head()).as(path).startsWith("HTTP/1.1 200 OK");
            }
            assertThat(lastHead()).startsWith("GET /prefix" + path + " HTTP/1.1\r\nHost: api.test:6443\r\n");
        }
        server.get("/k8s/demo");
        assertThat(lastHead()).startsWith("GET /prefix/ HTTP/1.1");
        String query = "?q=" + "x".repeat(60_000);
        assertThat(server.get("/k8s/demo/api" + query).statusCode()).isEqualTo(200);
        assertThat(lastHead()).startsWith("GET /prefix/api" + query + " HTTP/1.1");
    }

    @Test
    void whichMethodsThereAreTheApiServerSays() throws Exception {
        assertThat(server.send("FOO", "/k8s/demo/x").statusCode()).isEqualTo(200);
        assertThat(lastHead()).startsWith("FOO /prefix/x ");
        assertThat(server.send("TRACE", "/k8s/demo/x").statusCode()).isEqualTo(400);
        assertThat(api.heads).hasSize(1);
    }

    // check 4
    @Test
    void nothingThatAClientSaysOfItsIdentityGoesOn() throws Exception {
        try (var client = server.raw("""
                GET /k8s/demo/api HTTP/1.1
                Host: localhost
                Accept: application/json
                X-Remote-User: root
                x-remote-group: system:masters
                Cookie: session=1
                Connection: keep-alive, X-Secret , Authorization
                X-Secret: 1
                TE: trailers
                Proxy-Authorization: Basic x
                Kubectl-Command: kubectl get
                User-Agent: kubectl/v1.36
                Origin: http://localhost

                """)) {
            assertThat(client.status()).isEqualTo(200);
        }
        assertThat(lastHead().lines().skip(1).map(line -> line.replaceAll(":.*", "")).toList())
                .containsExactlyInAnyOrder("Host", "Accept", "Kubectl-Command", "User-Agent", "Origin", "Authorization", "");
        assertThat(lastHead()).contains("Authorization: Bearer own\r\n");
        for (String acting : List.of("Impersonate-User: root\n", "impersonate-extra-scopes: all\n", "Connection: Impersonate-User\nImpersonate-User: root\n")) {
            try (var client = server.raw("GET /k8s/demo/api HTTP/1.1\nHost: localhost\nAuthorization: Bearer good\n" + acting + "\n")) {
                assertThat(client.status()).as(acting).isEqualTo(403);
            }
        }
        assertThat(api.heads).hasSize(1);
    }

    @Test
    void whoBringsATokenAsksWithItAndABrowserIsNotNamed() throws Exception {
        server.get("/k8s/demo/api", "Authorization", "Bearer good", "User-Agent", "Mozilla/5.0 (X11)");
        assertThat(lastHead()).contains("Authorization: Bearer good\r\n", "User-Agent: fresnel/1\r\n").doesNotContain("Mozilla");
        try (var client = server.raw("GET /k8s/demo/api HTTP/1.1\nHost: localhost\nAuthorization: Bearer good\nAuthorization: Bearer other\n\n")) {
            assertThat(client.status()).isEqualTo(401);
        }
        assertThat(api.heads).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 4\nTransfer-Encoding: chunked\n", "Content-Length: 4\nContent-Length: 5\n", " folded: x\n", "Transfer-Encoding: chunked, chunked\n"})
    void whatCanBeReadInTwoWaysIsSentToNobody(String headers) throws Exception {
        try (var client = server.raw("POST /k8s/demo/api HTTP/1.1\nHost: localhost\n" + headers + "\n0\n\nGET /k8s/demo/smuggled HTTP/1.1\nHost: localhost\n\n")) {
            assertThat(client.status()).isEqualTo(400);
            assertThat(new String(client.in().readAllBytes(), StandardCharsets.ISO_8859_1)).doesNotContain("HTTP/1.1 200");
        }
        assertThat(api.heads).isEmpty();
    }

    @Test
    void bodiesGoOnWithTheirLengthOrInChunks() throws Exception {
        try (var client = server.raw("PUT /k8s/demo/a HTTP/1.1\nHost: localhost\nContent-Length: 5\n\nhello")) {
            assertThat(client.status()).isEqualTo(200);
        }
        assertThat(lastHead()).contains("Content-Length: 5\r\n");
        var seen = new CopyOnWriteArrayList<String>();
        api.script = talk -> {
            var text = new StringBuilder();
            while (!text.toString().endsWith("0\r\n\r\n")) {
                text.append((char) talk.in().read());
            }
            seen.add(text.toString());
            talk.ok("{}");
            return true;
        };
        try (var client = server.raw("PATCH /k8s/demo/a HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\n\n3\nabc\n2\nde\n0\n\n")) {
            assertThat(client.status()).isEqualTo(200);
        }
        assertThat(lastHead()).contains("Transfer-Encoding: chunked\r\n").doesNotContain("Content-Length");
        assertThat(seen.getFirst().replaceAll("\r\n|\\b[0-9]\r\n", "")).contains("abc").endsWith("de");
    }

    @Test
    void aLargeBodyArrivesWholeAndAnEarlyAnswerIsHeard() throws Exception {
        byte[] large = "x".repeat(5_000_000).getBytes(StandardCharsets.US_ASCII);
        var read = new CopyOnWriteArrayList<Integer>();
        api.script = talk -> {
            read.add(talk.body().length());
            talk.ok("{}");
            return true;
        };
        var request = HttpRequest.newBuilder(server.uri("/k8s/demo/a")).POST(HttpRequest.BodyPublishers.ofByteArray(large)).build();
        assertThat(server.client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        assertThat(read).containsExactly(large.length);
        api.script = talk -> {
            talk.in().readNBytes(100_000);
            talk.say("HTTP/1.1 413 Request Entity Too Large\nContent-Length: 3\nConnection: close\n\nbig");
            talk.in().readNBytes(1_000_000);
            return false;
        };
        var refused = server.client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).isEqualTo("big");
    }

    @Test
    void theBodyIsSentWhenTheApiServerWantsIt() throws Exception {
        api.script = talk -> {
            assertThat(talk.head()).contains("Expect: 100-continue");
            talk.say("HTTP/1.1 100 Continue\n\n");
            talk.ok(talk.body());
            return true;
        };
        try (var client = server.raw("POST /k8s/demo/a HTTP/1.1\nHost: localhost\nContent-Length: 5\nExpect: 100-continue\n\n")) {
            assertThat(client.head()).startsWith("HTTP/1.1 100");
            client.send("hello");
            assertThat(client.until("hello")).startsWith("HTTP/1.1 200");
        }
        api.script = talk -> {
            talk.say("HTTP/1.1 403 Forbidden\nContent-Length: 2\n\nno");
            return true;
        };
        try (var client = server.raw("POST /k8s/demo/a HTTP/1.1\nHost: localhost\nContent-Length: 5\nExpect: 100-continue\n\n")) {
            assertThat(client.head()).startsWith("HTTP/1.1 403 Forbidden");
        }
    }

    // check 13
    @Test
    void answersKeepTheirHeadersButCannotActInOurOrigin() throws Exception {
        api.script = talk -> {
            talk.say("""
                    HTTP/1.1 203 Odd Phrase
                    Content-Type: text/html
                    Content-Encoding: gzip
                    Set-Cookie: session=stolen
                    Clear-Site-Data: "*"
                    Strict-Transport-Security: max-age=1
                    Content-Security-Policy: script-src *
                    Warning: 299 - "a"
                    Warning: 299 - "b"
                    Keep-Alive: timeout=5
                    Content-Length: 3

                    abc""");
            return true;
        };
        try (var client = server.raw("GET /k8s/demo/api/v1/namespaces/a/services/b/proxy/ HTTP/1.1\nHost: localhost\nConnection: close\n\n")) {
            var answer = new String(client.in().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answer)
                    .startsWith("HTTP/1.1 203 Odd Phrase\r\n")
                    .contains("Content-Type: text/html\r\n", "Content-Encoding: gzip\r\n", "Warning: 299 - \"a\"\r\n", "Warning: 299 - \"b\"\r\n")
                    .contains("Content-Disposition: attachment\r\n", "X-Content-Type-Options: nosniff\r\n", "sandbox\r\n", "Content-Length: 3\r\n")
                    .doesNotContain("Set-Cookie", "stolen", "Clear-Site-Data", "Strict-Transport", "script-src *", "Keep-Alive")
                    .endsWith("\r\n\r\nabc");
        }
    }

    @Test
    void smallChunksBecomeTheSameBytes() throws Exception {
        api.script = talk -> {
            talk.say("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n");
            for (int i = 0; i < 500; i++) {
                talk.say("3;x=y\nab" + (char) ('a' + i % 26) + "\n");
            }
            talk.say("0\nTrailer: x\n\n");
            return true;
        };
        var body = server.get("/k8s/demo/x").body();
        assertThat(body).hasSize(1500).startsWith("abaabbabc");
        assertThat(server.get("/k8s/demo/x").body()).isEqualTo(body);
        assertThat(api.connections).hasValue(1);
    }

    @Test
    void headAndEmptyAnswersKeepTheirConnections() throws Exception {
        api.script = talk -> {
            talk.say(talk.line().startsWith("HEAD") ? "HTTP/1.1 200 OK\nContent-Length: 17\n\n" : "HTTP/1.1 204 No Content\n\n");
            return true;
        };
        var head = server.send("HEAD", "/k8s/demo/x");
        assertThat(head.headers().firstValue("Content-Length")).hasValue("17");
        assertThat(server.get("/k8s/demo/x").statusCode()).isEqualTo(204);
        assertThat(api.connections).hasValue(1);
    }

    @Test
    void nobodyUsesTheConnectionOfAnother() throws Exception {
        server.get("/k8s/demo/x");
        server.get("/k8s/demo/x", "Authorization", "Bearer good");
        server.get("/k8s/demo/x");
        assertThat(api.connections).hasValue(2);
    }

    @Test
    void aConnectionThatDiedWhileItRestedCostsNobodyHisAnswer() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(server.get("/k8s/demo/x").statusCode()).isEqualTo(200);
            api.closeAll();
        }
    }

    @Test
    void anApiServerThatSaysNothingIsSaidInItsOwnWords() throws Exception {
        api.script = talk -> false;
        var answer = server.get("/k8s/demo/x");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("\"kind\":\"Status\"", "\"reason\":\"ServiceUnavailable\"");
        assertThat(server.get("/k8s/none/x").body()).contains("\"reason\":\"NotFound\"");
        api.script = talk -> {
            talk.say("HTTP/1.1 200 OK\nContent-Length: 100\n\nhalf");
            return false;
        };
        try (var client = server.raw("GET /k8s/demo/x HTTP/1.1\nHost: localhost\n\n")) {
            assertThat(new String(client.in().readAllBytes(), StandardCharsets.ISO_8859_1)).startsWith("HTTP/1.1 200").endsWith("half");
        }
    }

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
            TunnelTest.await(talkOn);
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

    @Test
    void readOnlyLetsOnlyLooksAndReviewsPass() throws Exception {
        try (var closed = start(new Settings.Clusters(true, 0, 0))) {
            for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
                assertThat(closed.send(method, "/k8s/demo/api/v1/namespaces/a/pods").statusCode()).isEqualTo(403);
            }
            assertThat(closed.get("/k8s/demo/api/v1/namespaces/a/pods/b/%65xec?command=sh").statusCode()).isEqualTo(403);
            assertThat(closed.send("POST", "/k8s/demo/api/v1/namespaces/a/services/b/proxy/x").statusCode()).isEqualTo(403);
            for (String path : List.of("/api/v1/nodes/n/proxy/exec/a/b/c?command=sh", "/api/v1/namespaces/a/pods/b/x/../exec?watch=1", "/api/v1/namespaces/a/pods/b/exec?watch=1")) {
                try (var client = closed.raw("GET /k8s/demo" + path + " HTTP/1.1\nHost: localhost\nConnection: Upgrade\nUpgrade: websocket\n\n")) {
                    assertThat(client.status()).as(path).isEqualTo(403);
                }
            }
            assertThat(api.heads).isEmpty();
            assertThat(lines).hasSize(9).allSatisfy(line -> assertThat(line.result()).isEqualTo(Audit.Result.REFUSED));
            closed.get("/k8s/demo/api/v1/pods");
            closed.send("HEAD", "/k8s/demo/api/v1/pods");
            closed.send("POST", "/k8s/demo/apis/authorization.k8s.io/v1/selfsubjectaccessreviews");
            closed.send("POST", "/k8s/demo/apis/authentication.k8s.io/v1/selfsubjectreviews");
            assertThat(api.heads).hasSize(4);
            assertThat(lines).hasSize(9);
        }
    }

    @Test
    void eachWriteIsOneLine() throws Exception {
        api.script = talk -> {
            talk.body();
            talk.say("HTTP/1.1 409 Conflict\nContent-Length: 0\n\n");
            return true;
        };
        server.send("PUT", "/k8s/demo/api/v1/namespaces/a/pods/b%0aforged?dryRun=All");
        server.get("/k8s/demo/api/v1/pods");
        assertThat(lines).singleElement().satisfies(line -> {
            assertThat(line.action()).isEqualTo("k8s.update");
            assertThat(line.object()).isEqualTo("/api/v1/namespaces/a/pods/b%0aforged");
            assertThat(line.cluster()).isEqualTo("demo");
            assertThat(line.status()).isEqualTo(409);
            assertThat(line.detail()).containsEntry("dryRun", true);
        });
        api.script = talk -> false;
        server.send("DELETE", "/k8s/demo/api/v1/namespaces/a/pods/b");
        assertThat(lines.getLast().status()).as("nobody knows whether it happened").isEqualTo(503);
    }

    @Test
    void aCredentialThatIsRefusedIsRenewedOnceAndTheBodySentAgain() throws Exception {
        api.renewable = true;
        api.script = talk -> {
            String body = talk.body();
            if (talk.head().contains("Bearer own1\r\n")) {
                talk.ok(body);
            } else {
                talk.say("HTTP/1.1 401 Unauthorized\nContent-Length: 2\n\nno");
            }
            return true;
        };
        var request = HttpRequest.newBuilder(server.uri("/k8s/demo/a")).POST(HttpRequest.BodyPublishers.ofString("hello")).build();
        assertThat(server.client.send(request, HttpResponse.BodyHandlers.ofString()).body()).isEqualTo("hello");
        assertThat(api.renewals).hasValue(1);
        api.script = talk -> {
            talk.body();
            talk.say("HTTP/1.1 401 Unauthorized\nContent-Length: 2\n\nno");
            return true;
        };
        assertThat(server.get("/k8s/demo/a").body()).as("not for ever").isEqualTo("no");
        assertThat(api.renewals).hasValue(2);
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
            assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
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
            latch.await(10, TimeUnit.SECONDS);
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

    @Test
    void clientsThatSpeakHttp2GetTheSame() throws Exception {
        try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            api.script = talk -> {
                String body = talk.body();
                talk.say("HTTP/1.1 200 OK\nContent-Type: application/json\nTransfer-Encoding: chunked\n\n" + Integer.toHexString(Math.max(1, body.length())) + "\n" + (body.isEmpty() ? "-" : body) + "\n0\n\n");
                return true;
            };
            server.openRoute("/first", request -> dev.fresnel.api.http.Response.text("x"));
            client.send(HttpRequest.newBuilder(server.uri("/first")).build(), HttpResponse.BodyHandlers.discarding());
            for (String body : List.of("", "hello", "x".repeat(300_000))) {
                var request = HttpRequest.newBuilder(server.uri("/k8s/demo/a")).method(body.isEmpty() ? "GET" : "PUT", HttpRequest.BodyPublishers.ofString(body)).build();
                var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(answer.body()).isEqualTo(body.isEmpty() ? "-" : body);
            }
        }
    }
}
