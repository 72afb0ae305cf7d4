package dev.fresnel.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.plugin.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebServerTest {
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = new TestServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String code(HttpResponse<String> answer) {
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        var problem = TestServer.CODEC.parse(answer.body().getBytes(StandardCharsets.UTF_8));
        assertThat(problem.get("status").number(0)).isEqualTo(answer.statusCode());
        assertThat(problem.get("detail").text()).isNotEmpty();
        return problem.get("code").text();
    }

    @Test
    void unknownRoutesAndMethodsAreProblems() throws Exception {
        server.route(Method.GET, "/api/v1/me", request -> Response.text("me"));
        assertThat(code(server.get("/api/v1/nothing"))).isEqualTo("ROUTE_UNKNOWN");
        var post = server.send("POST", "/api/v1/me");
        assertThat(code(post)).isEqualTo("METHOD_NOT_ALLOWED");
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS");
        var options = server.send("OPTIONS", "/api/v1/me");
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(options.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS");
        assertThat(server.send("BREW", "/api/v1/me").statusCode()).isEqualTo(405);
    }

    @Test
    void aPersonIsToldByThePageThatNothingIsThere() throws Exception {
        server.openRoute("/", request -> Response.bytes("text/html", "the page".getBytes(StandardCharsets.UTF_8)));
        String[] browser = {"Accept", "text/html,application/xhtml+xml,*/*;q=0.8"};
        var shown = server.get("/what/is/this", browser);
        assertThat(shown.statusCode()).isEqualTo(404);
        assertThat(shown.body()).isEqualTo("the page");
        assertThat(shown.headers().firstValue("Content-Type")).hasValue("text/html");
        assertThat(code(server.get("/what/is/this"))).isEqualTo("ROUTE_UNKNOWN");
        assertThat(code(server.get("/api/v1/nothing", browser))).isEqualTo("ROUTE_UNKNOWN");
        assertThat(code(server.send("POST", "/what/is/this", browser))).isEqualTo("ROUTE_UNKNOWN");
    }

    @Test
    void routesComeAndGoWhileItRuns() throws Exception {
        dev.fresnel.spi.http.RootEndpoint endpoint = request -> Response.text(request.pathParam("name") + request.query("q").orElse(""));
        server.route(Method.GET, "/api/v1/hello/{name}", endpoint);
        assertThat(server.get("/api/v1/hello/w%C3%B6rld?q=%20a+b").body()).isEqualTo("wörld a b");
        server.server.routes().remove(endpoint);
        assertThat(server.get("/api/v1/hello/x").statusCode()).isEqualTo(404);
    }

    /** Else the client sends its next request on a connection that is about to close. */
    @Test
    void whoIsAnsweredBeforeTheBodyHasComeIsToldThatTheConnectionEnds() throws Exception {
        server.route(Method.POST, "/api/v1/refused", request -> Response.status(400));
        try (var client = server.raw("POST /api/v1/refused HTTP/1.1\nHost: localhost\nContent-Length: 9\n\n")) {
            var head = new String(client.in().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(head).startsWith("HTTP/1.1 400").containsIgnoringCase("\r\nconnection: close");
        }
    }

    @Test
    void headHasTheSameHeadAndNoBody() throws Exception {
        var ended = new CountDownLatch(1);
        server.route(Method.GET, "/api/v1/text", request -> Response.text("twelve bytes"));
        server.route(Method.GET, "/api/v1/endless", request -> Response.stream("text/plain", out -> {
            try {
                while (true) {
                    out.write('.');
                }
            } finally {
                ended.countDown();
            }
        }));
        var head = server.send("HEAD", "/api/v1/text");
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length")).hasValue("12");
        assertThat(server.send("HEAD", "/api/v1/endless").statusCode()).isEqualTo(200);
        assertThat(ended.await(60, TimeUnit.SECONDS)).as("the writer could close what it held").isTrue();
    }

    @Test
    void problemsKeepTheirCodeAndBugsTellNothing() throws Exception {
        server.route(Method.GET, "/api/v1/limited", request -> {
            throw new Problem(Problem.Kind.LIMITED, "TOO_MANY", "Too many.", Map.of("most", 3), null);
        });
        server.route(Method.GET, "/api/v1/bug", request -> {
            throw new StackOverflowError("secret");
        });
        var limited = server.get("/api/v1/limited");
        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(limited.body()).contains("\"args\":{\"most\":3}").contains("\"kind\":\"LIMITED\"");
        var bug = server.get("/api/v1/bug");
        assertThat(bug.statusCode()).isEqualTo(500);
        assertThat(code(bug)).isEqualTo("BUG");
        assertThat(bug.body()).doesNotContain("secret").doesNotContain("StackOverflow");
    }

    @Test
    void onlyOpenRoutesAnswerNobody() throws Exception {
        server.local = false;
        var calls = new AtomicInteger();
        server.route(Method.GET, "/api/v1/closed", request -> {
            calls.incrementAndGet();
            return Response.text(request.principal().name());
        });
        server.openRoute("/healthz", request -> Response.text("up " + request.principal().name()));

        var nobody = server.get("/api/v1/closed");
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(nobody.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(server.get("/api/v1/closed", "Authorization", "Bearer bad").statusCode()).isEqualTo(401);
        assertThat(server.get("/api/v1/plugins/x/y").statusCode()).isEqualTo(401);
        assertThat(calls).hasValue(0);
        assertThat(server.get("/api/v1/closed", "Authorization", "Bearer good").body()).isEqualTo("somebody");
        assertThat(server.get("/healthz").body()).isEqualTo("up ");
        assertThat(server.get("/healthz", "Authorization", "Bearer bad").body()).isEqualTo("up ");
    }

    @Test
    void credentialsOfThePageReachNoEndpoint() throws Exception {
        server.route(Method.GET, "/api/v1/headers", request -> Response.json(List.of(
                request.headers().keySet().stream().sorted().toList(), request.header("cookie").isPresent(), request.header("AUTHORIZATION").isPresent())));
        var answer = server.get("/api/v1/headers", "Authorization", "Bearer good", "Cookie", "session=1", "X-Own", "1");
        assertThat(answer.body()).contains("x-own").doesNotContain("cookie").doesNotContain("authorization").endsWith(",false,false]");
    }

    // check 7
    @Test
    void foreignNamesAreMisdirectedEverywhere() throws Exception {
        server.openRoute("/", request -> Response.text("page"));
        for (String path : List.of("/", "/api/v1/x", "/mcp", "/healthz", "/k8s/demo/api", "/api/v1/live")) {
            try (var client = server.raw("GET " + path + " HTTP/1.1\nHost: evil.test:80\n\n")) {
                assertThat(client.status()).as(path).isEqualTo(421);
            }
        }
        for (String host : List.of("LOCALHOST", "localhost:80", "localhost.:1", "[::1]:9", "fresnel.test")) {
            try (var client = server.raw("GET / HTTP/1.1\nHost: " + host + "\n\n")) {
                assertThat(client.status()).as(host).isEqualTo(200);
            }
        }
        try (var client = server.raw("GET http://evil.test/ HTTP/1.1\nHost: localhost\n\n")) {
            assertThat(client.status()).as("two names for one request").isIn(400, 421);
        }
        try (var client = server.raw("GET / HTTP/1.0\n\n")) {
            assertThat(client.status()).as("no name").isEqualTo(421);
        }
    }

    // check 5
    @Test
    void otherSitesChangeNothing() throws Exception {
        var changes = new AtomicInteger();
        server.route(Method.ANY, "/api/v1/change", request -> {
            changes.incrementAndGet();
            return Response.status(204);
        });
        var attacks = List.of(
                Map.of("Origin", "https://evil.test", "Content-Type", "application/x-www-form-urlencoded"),
                Map.of("Origin", "null", "Content-Type", "text/plain"),
                Map.of("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors"),
                Map.of("Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "cors"),
                Map.of("Cookie", "session=1"));
        for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
            for (var attack : attacks) {
                var text = new StringBuilder(method + " /api/v1/change HTTP/1.1\nHost: localhost\nContent-Length: 0\n");
                attack.forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
                try (var client = server.raw(text + "\n")) {
                    assertThat(client.status()).as(text.toString()).isEqualTo(403);
                }
            }
        }
        assertThat(changes).hasValue(0);
        try (var client = server.raw("POST /api/v1/change HTTP/1.1\nHost: localhost\nContent-Length: 0\nOrigin: http://localhost\nCookie: session=1\n\n")) {
            assertThat(client.status()).isEqualTo(204);
        }
        assertThat(changes).hasValue(1);
    }

    // check 8
    @Test
    void everyAnswerForbidsFramesAndOpeners() throws Exception {
        server.openRoute("/", request -> Response.bytes("text/html; charset=utf-8", ("<p>" + request.nonce()).getBytes(StandardCharsets.UTF_8)));
        server.openRoute("/own", request -> Response.text("x").withHeader("Content-Security-Policy", "default-src 'none'; x"));
        var page = server.get("/");
        var policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertThat(policy)
                .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "require-trusted-types-for 'script'", "'nonce-" + page.body().substring(3) + "'")
                .doesNotContain("unsafe");
        for (String path : List.of("/", "/api/v1/nothing", "/a//b", "/k8s/none/x")) {
            var headers = server.get(path).headers();
            assertThat(headers.firstValue("Cross-Origin-Opener-Policy")).as(path).hasValue("same-origin");
            assertThat(headers.firstValue("Cross-Origin-Resource-Policy")).hasValue("same-origin");
            assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
            assertThat(headers.firstValue("Permissions-Policy")).isPresent();
            assertThat(headers.firstValue("Content-Security-Policy").orElseThrow()).contains("frame-ancestors 'none'");
            assertThat(headers.firstValue("Cache-Control")).hasValue("no-store");
        }
        assertThat(server.get("/own").headers().firstValue("Content-Security-Policy")).hasValue("default-src 'none'; x");
        server.openRoute("/script", request -> Response.bytes("text/javascript; charset=utf-8", new byte[] {';'}));
        var script = server.get("/script").headers();
        assertThat(script.firstValue("Permissions-Policy")).as("only documents have permissions").isEmpty();
        assertThat(script.firstValue("Content-Security-Policy")).as("a worker takes its policy from its own file").isPresent();
        assertThat(script.firstValue("Cross-Origin-Resource-Policy")).hasValue("same-origin");
    }

    // check 9
    @ParameterizedTest
    @ValueSource(strings = {"//evil", "/\\evil", "https://evil.test/", "javascript:alert(1)", "/a\r\nSet-Cookie: x=y", "evil"})
    void redirectsStayHere(String next) throws Exception {
        server.openRoute("/go", request -> Response.status(302).withHeader("Location", next).withHeader("X-Echo", "a\r\nX-Split: 1"));
        var answer = server.get("/go");
        assertThat(answer.headers().firstValue("Location")).hasValue("/");
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(answer.headers().firstValue("X-Split")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.test", "/%2f%2fevil.test", "/\\evil.test", "/%0d%0aLocation:%20http://evil.test", "/a/../b", "/a;b"})
    void ambiguousPathsNameNothing(String path) throws Exception {
        server.openRoute("/*", request -> Response.text("page"));
        try (var client = server.raw("GET " + path + " HTTP/1.1\nHost: localhost\n\n")) {
            var head = client.head();
            assertThat(head).matches("(?s)HTTP/1.1 (400|404) .*").doesNotContain("Location");
        }
    }

    @Test
    void longHeadsAreForClustersOnly() throws Exception {
        server.openRoute("/page", request -> Response.text("page"));
        String query = "?q=" + "x".repeat(60_000);
        assertThat(server.get("/page" + query).statusCode()).isEqualTo(431);
        try (var client = server.raw("GET /k8s/demo/api?" + "x".repeat(200_000) + " HTTP/1.1\nHost: localhost\n\n")) {
            assertThat(client.head()).matches("(?s)HTTP/1.1 (414|431) .*nosniff.*");
        }
    }

    @Test
    void smuggledRequestsAreRefused() throws Exception {
        server.openRoute("/a", request -> Response.text("a" + new String(request.body().readAllBytes(), StandardCharsets.UTF_8)));
        for (String headers : List.of("Content-Length: 4\nTransfer-Encoding: chunked\n", "Content-Length: 4\nContent-Length: 5\n", "Host: other\n", " folded: x\n")) {
            try (var client = server.raw("GET /a HTTP/1.1\nHost: localhost\n" + headers + "\n0\n\nGET /b HTTP/1.1\nHost: localhost\n\n")) {
                assertThat(client.status()).as(headers).isEqualTo(400);
            }
        }
    }

    @Test
    void textAndJsonArePackedForWhoUnderstandsIt() throws Exception {
        String text = "fresnel ".repeat(1000);
        server.openRoute("/big", request -> Response.json(List.of(text)));
        server.openRoute("/image", request -> Response.bytes("image/png", text.getBytes(StandardCharsets.UTF_8)));
        var request = HttpRequest.newBuilder(server.uri("/big")).header("Accept-Encoding", "br, gzip;q=0.8").build();
        var packed = server.client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(packed.headers().firstValue("Vary")).hasValue("Accept-Encoding");
        assertThat(packed.body().length).isLessThan(1000);
        try (var in = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("[\"" + text + "\"]");
        }
        assertThat(server.get("/big").headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(server.get("/big", "Accept-Encoding", "gzip;q=0").headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(server.get("/image", "Accept-Encoding", "gzip").headers().firstValue("Content-Encoding")).isEmpty();
    }

    @Test
    void bodiesHaveALimit() throws Exception {
        server.route(Method.POST, "/api/v1/size", request -> Response.text("" + request.body().transferTo(java.io.OutputStream.nullOutputStream())));
        byte[] large = new byte[(64 << 20) + 1];
        var request = HttpRequest.newBuilder(server.uri("/api/v1/size")).POST(HttpRequest.BodyPublishers.ofByteArray(large)).build();
        assertThat(code(server.client.send(request, HttpResponse.BodyHandlers.ofString()))).isEqualTo("BODY_TOO_LARGE");
    }

    @Test
    void belowABasePathNothingElseAnswersButHealth() throws Exception {
        try (var below = new TestServer("/x", Optional.empty())) {
            below.openRoute("/healthz", request -> Response.text("up"));
            below.openRoute("/c/{id}", request -> Response.text(request.basePath() + request.path()));
            below.openRoute("/go", request -> Response.status(302).withHeader("Location", "//evil"));
            assertThat(below.get("/x/c/demo").body()).isEqualTo("/x/c/demo");
            assertThat(below.get("/c/demo").statusCode()).isEqualTo(404);
            assertThat(below.get("/xc/demo").statusCode()).isEqualTo(404);
            assertThat(below.get("/healthz").body()).isEqualTo("up");
            assertThat(below.get("/x/healthz").body()).isEqualTo("up");
            assertThat(below.get("/x/go").headers().firstValue("Location")).hasValue("/x/");
            assertThat(below.server.visible()).hasToString("http://127.0.0.1:" + below.server.port() + "/x/");
        }
    }

    @Test
    void whileNobodyCanSayWhoAsksClosedRoutesWait() throws Exception {
        server.route(Method.GET, "/api/v1/closed", request -> Response.text("x"));
        server.openRoute("/open", request -> Response.text("x"));
        server.parts.removeAuthenticator(server.parts.authenticator().orElseThrow());
        var answer = server.get("/api/v1/closed");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(server.get("/open").statusCode()).isEqualTo(200);
    }

    @Test
    void requestsAreCountedByRouteAndOutcome() throws Exception {
        server.openRoute("/a", request -> Response.text("x"));
        server.get("/a");
        server.get("/api/v1/nothing");
        Await.until("both are counted", () -> server.server.traffic().samples().stream()
                .filter(sample -> sample.name().equals("fresnel_http_requests_total"))
                .map(sample -> sample.labels() + "=" + (long) sample.value())
                .sorted()
                .toList()
                .size() == 2);
    }
}
