package dev.fresnel.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.http.edge.Settings;
import dev.fresnel.spi.audit.Audit;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to clusters through the real server, byte for byte, against an API server that plays its part by the byte. */
final class TunnelTest extends TunnelCase {
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
    void aHeadThatComesInPiecesIsOneHead() throws Exception {
        api.script = talk -> {
            for (String piece : List.of("HTTP/1.1 20", "0 OK\r\nContent-Type: text/plain\r", "\nContent-Le", "ngth: 6\r\n\r", "\n", "ab", "c", "def")) {
                talk.bytes(piece);
                LockSupport.parkNanos(5_000_000);
            }
            return true;
        };
        for (int i = 0; i < 2; i++) {
            var answer = server.get("/k8s/demo/x");
            assertThat(answer.body()).isEqualTo("abcdef");
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain");
        }
        assertThat(api.connections).hasValue(1);
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
