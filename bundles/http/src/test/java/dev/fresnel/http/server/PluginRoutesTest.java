package dev.fresnel.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.view.Answer;
import dev.fresnel.spi.switchboard.Generation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PluginRoutesTest {
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = new TestServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static TestGeneration hello(String digest) {
        return new TestGeneration("hello", digest)
                .endpoint(Method.GET, "/who", request -> Response.text(digest))
                .endpoint(Method.GET, "/echo/{name}/*", request -> Response.json(
                        java.util.List.of(request.path(), request.rawPath(), request.pathParam("name"), request.pathParam("*"), request.query("q").orElse(""))));
    }

    @Test
    void theServingBuildAnswersAndSaysWhichItIs() throws Exception {
        server.switchboard.serve(hello("one"));
        var answer = server.get("/api/v1/plugins/hello/who");
        assertThat(answer.body()).isEqualTo("one");
        assertThat(answer.headers().firstValue("Fresnel-Generation")).hasValue("one");
        assertThat(server.get("/api/v1/plugins/hello/echo/a%20b/c/d?q=1&q=2").body()).isEqualTo("[\"/echo/a b/c/d\",\"/echo/a%20b/c/d\",\"a b\",\"c/d\",\"1\"]");
        server.switchboard.serve(hello("two"));
        assertThat(server.get("/api/v1/plugins/hello/who").body()).isEqualTo("two");
    }

    @Test
    void whatIsNotThereIsSaid() throws Exception {
        assertThat(server.get("/api/v1/plugins/hello/who").body()).contains("PLUGIN_UNKNOWN");
        server.switchboard.serve(hello("one"));
        assertThat(server.get("/api/v1/plugins/hello/nothing").body()).contains("ROUTE_UNKNOWN");
        assertThat(server.send("POST", "/api/v1/plugins/hello/who").statusCode()).isEqualTo(405);
        assertThat(server.send("OPTIONS", "/api/v1/plugins/hello/who").headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS");
        server.switchboard.remove("hello");
        assertThat(server.get("/api/v1/plugins/hello/who").statusCode()).isEqualTo(404);
    }

    @Test
    void aDrainingBuildAnswersItsOwnPagesUntilItIsGone() throws Exception {
        var one = hello("one");
        server.switchboard.serve(one);
        server.switchboard.serve(hello("two"));
        assertThat(server.get("/api/v1/plugins/hello/who", "Fresnel-Generation", "one").body()).isEqualTo("one");
        assertThat(server.get("/api/v1/plugins/hello/who", "Fresnel-Generation", "two").body()).isEqualTo("two");
        one.state(Generation.State.GONE);
        for (String digest : new String[] {"one", "never"}) {
            var answer = server.get("/api/v1/plugins/hello/who", "Fresnel-Generation", digest);
            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(answer.body()).contains("GENERATION_GONE");
        }
    }

    @Test
    void aRequestHoldsItsBuildAndLetsGo() throws Exception {
        var one = new TestGeneration("hello", "one");
        var held = new AtomicReference<Integer>();
        one.endpoint(Method.GET, "/a", request -> {
            held.set(one.leases());
            return Response.status(204);
        });
        one.endpoint(Method.GET, "/bug", request -> {
            throw new IllegalStateException("secret");
        });
        one.endpoint(Method.GET, "/stream", request -> Response.stream("text/plain", out -> {
            held.set(one.leases());
            out.write('x');
        }));
        server.switchboard.serve(one);
        server.get("/api/v1/plugins/hello/a");
        assertThat(held).hasValue(1);
        Await.until("it is let go", () -> one.leases() == 0);
        assertThat(server.get("/api/v1/plugins/hello/stream").body()).isEqualTo("x");
        assertThat(held).hasValue(1);
        assertThat(server.get("/api/v1/plugins/hello/bug").body()).contains("\"code\":\"BUG\"").doesNotContain("secret");
        Await.until("all are let go", () -> one.leases() == 0);
    }

    @Test
    void aStreamOfABuildThatIsReplacedEndsInOrder() throws Exception {
        var begun = new CountDownLatch(1);
        var one = new TestGeneration("hello", "one").endpoint(Method.GET, "/silent", request -> Response.stream("text/event-stream", out -> {
            out.write("data: 1\n\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }));
        server.switchboard.serve(one);
        try (var client = server.raw("GET /api/v1/plugins/hello/silent HTTP/1.1\nHost: localhost\n\n")) {
            assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
            server.switchboard.serve(hello("two"));
            assertThat(client.until("0\r\n\r\n")).endsWith("0\r\n\r\n");
            Await.until("it is let go", () -> one.leases() == 0);
        }
    }

    @Test
    void aSilentStreamEndsWhenItsClientLeaves() throws Exception {
        var begun = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        var one = new TestGeneration("hello", "one").endpoint(Method.GET, "/silent", request -> Response.stream("text/event-stream", out -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                ended.countDown();
                throw new IllegalStateException(e);
            }
        }));
        server.switchboard.serve(one);
        try (var client = server.raw("GET /api/v1/plugins/hello/silent HTTP/1.1\nHost: localhost\n\n")) {
            client.head();
            assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(ended.await(700, TimeUnit.MILLISECONDS)).isFalse();
        }
        assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
        Await.until("it is let go", () -> one.leases() == 0);
    }

    @Test
    void pluginsRunWithTheirOwnLoaderAndMayNotTouchThePage() throws Exception {
        var loader = new AtomicReference<ClassLoader>();
        server.switchboard.serve(new TestGeneration("hello", "one").endpoint(Method.GET, "/a", request -> {
            loader.set(Thread.currentThread().getContextClassLoader());
            return Response.bytes("text/html", "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8))
                    .withHeader("Content-Security-Policy", "script-src *")
                    .withHeader("Set-Cookie", "a=b")
                    .withHeader("Cross-Origin-Opener-Policy", "unsafe-none");
        }));
        var answer = server.get("/api/v1/plugins/hello/a");
        assertThat(loader).hasValue(getClass().getClassLoader());
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow()).contains("sandbox").doesNotContain("script-src *");
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(answer.headers().allValues("Cross-Origin-Opener-Policy")).containsExactly("same-origin");
    }

    @Test
    void onlyAPluginThatBringsAClusterSeesTokens() throws Exception {
        dev.fresnel.api.http.Endpoint tell = request -> Response.text(request.header("Authorization").orElse("none") + " " + request.headers().get("authorization"));
        server.switchboard.serve(new TestGeneration("hello", "one").endpoint(Method.GET, "/a", tell));
        server.switchboard.serve(new TestGeneration("demo", "one").endpoint(Method.GET, "/a", tell).cluster(java.util.List::of));
        assertThat(server.get("/api/v1/plugins/hello/a", "Authorization", "Bearer good").body()).isEqualTo("none null");
        assertThat(server.get("/api/v1/plugins/demo/a", "Authorization", "Bearer good").body()).isEqualTo("Bearer good [Bearer good]");
    }

    private static final class Heard implements WebSocket.Listener {
        final StringBuffer text = new StringBuffer();
        final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            text.append(StandardCharsets.UTF_8.decode(data));
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.countDown();
            return null;
        }
    }

    /** Says each message back in capitals until it is told to stop. */
    private static TestGeneration talking(String plugin) {
        return new TestGeneration(plugin, "one").endpoint(Method.ANY, "/k8s/*", request -> Response.upgrade("echo.v1", talk -> {
            for (var message = talk.receive(); message.isPresent(); message = talk.receive()) {
                String said = new String(message.get(), StandardCharsets.UTF_8);
                if (said.equals("stop")) {
                    return;
                }
                talk.send(said.toUpperCase(java.util.Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            }
        }));
    }

    private WebSocket talk(Heard heard, String plugin, String... headers) throws Exception {
        var builder = HttpClient.newHttpClient().newWebSocketBuilder().subprotocols("echo.v1");
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        return builder.buildAsync(URI.create(server.uri("/api/v1/plugins/" + plugin + "/k8s/exec").toString().replace("http:", "ws:")), heard).get(60, TimeUnit.SECONDS);
    }

    @Test
    void aPluginThatBringsAClusterTalksOverAWebSocket() throws Exception {
        var demo = talking("demo").cluster(java.util.List::of);
        server.switchboard.serve(demo);
        var heard = new Heard();
        var socket = talk(heard, "demo", "Authorization", "Bearer good");
        assertThat(socket.getSubprotocol()).isEqualTo("echo.v1");
        String large = "x".repeat(200_000);
        socket.sendBinary(ByteBuffer.wrap("one ".getBytes(StandardCharsets.UTF_8)), true).get();
        socket.sendBinary(ByteBuffer.wrap("in ".getBytes(StandardCharsets.UTF_8)), false).get();
        socket.sendBinary(ByteBuffer.wrap("parts ".getBytes(StandardCharsets.UTF_8)), true).get();
        socket.sendBinary(ByteBuffer.wrap(large.getBytes(StandardCharsets.UTF_8)), true).get();
        Await.until("all came back", () -> heard.text.toString().equals("ONE IN PARTS " + large.toUpperCase(java.util.Locale.ROOT)));
        Await.until("it is held, once", () -> demo.leases() == 1);
        socket.sendBinary(ByteBuffer.wrap("stop".getBytes(StandardCharsets.UTF_8)), true).get();
        assertThat(heard.closed.await(60, TimeUnit.SECONDS)).isTrue();
        Await.until("it is let go", () -> demo.leases() == 0);
        var left = new Heard();
        talk(left, "demo", "Authorization", "Bearer good").abort();
        Await.until("who leaves is let go", () -> demo.leases() == 0);
        var drained = new Heard();
        talk(drained, "demo", "Authorization", "Bearer good");
        Await.until("it talks", () -> demo.leases() == 1);
        demo.state(Generation.State.DRAINING);
        assertThat(drained.closed.await(60, TimeUnit.SECONDS)).isTrue();
    }

    /** A thread that waits for a message is interrupted when another has said all: what was said must have gone out. */
    @Test
    void whatWasSaidLastIsHeardHoweverTheConversationEnds() throws Exception {
        server.switchboard.serve(new TestGeneration("demo", "one").cluster(java.util.List::of).endpoint(Method.ANY, "/k8s/*", request -> Response.upgrade("echo.v1", talk -> {
            Thread listening = Thread.startVirtualThread(() -> {
                try {
                    talk.receive();
                } catch (InterruptedException over) {
                    Thread.currentThread().interrupt();
                }
            });
            talk.send("last words".getBytes(StandardCharsets.UTF_8));
            listening.interrupt();
        })));
        for (int turn = 0; turn < 20; turn++) {
            var heard = new Heard();
            talk(heard, "demo", "Authorization", "Bearer good");
            assertThat(heard.closed.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(heard.text).hasToString("last words");
        }
    }

    @Test
    void pagesAndOtherPluginsGetNoWebSocket() {
        server.switchboard.serve(talking("demo").cluster(java.util.List::of));
        server.switchboard.serve(talking("hello"));
        assertThatThrownBy(() -> talk(new Heard(), "hello", "Authorization", "Bearer good")).hasCauseInstanceOf(WebSocketHandshakeException.class);
        assertThatThrownBy(() -> talk(new Heard(), "demo")).hasCauseInstanceOf(WebSocketHandshakeException.class);
        for (String header : new String[] {"Origin", "Cookie", "Sec-Fetch-Mode"}) {
            assertThatThrownBy(() -> talk(new Heard(), "demo", "Authorization", "Bearer good", header, "http://localhost"))
                    .as(header).hasCauseInstanceOf(WebSocketHandshakeException.class);
        }
    }

    @Test
    void answersKeepTheirShapeAndProblemsTheirCode() throws Exception {
        record Count(long pods) {}
        server.switchboard.serve(new TestGeneration("hello", "one")
                .endpoint(Method.GET, "/loading", request -> Response.json(new Answer.Loading<Count>()))
                .endpoint(Method.GET, "/forbidden", request -> Response.json(new Answer.Forbidden<Count>("list", "pods", "shop")))
                .endpoint(Method.GET, "/count", request -> Response.json(request.cluster().map(cluster -> new Count(3))))
                .endpoint(Method.GET, "/view", request -> Response.text(request.view().cluster()))
                .endpoint(Method.GET, "/problem", request -> {
                    throw new Problem(Problem.Kind.CONFLICT, "HELLO_TWICE", "Said twice.");
                }));
        assertThat(server.get("/api/v1/plugins/hello/loading").body()).isEqualTo("{\"loading\":true}");
        assertThat(server.get("/api/v1/plugins/hello/forbidden").body()).contains("\"forbidden\":{\"verb\":\"list\"");
        assertThat(server.get("/api/v1/plugins/hello/count?cluster=demo").body()).isEqualTo("{\"pods\":3}");
        assertThat(server.get("/api/v1/plugins/hello/view").body()).contains("CLUSTER_MISSING");
        assertThat(server.get("/api/v1/plugins/hello/view?cluster=x").statusCode()).isEqualTo(503);
        assertThat(server.get("/api/v1/plugins/hello/problem").statusCode()).isEqualTo(409);
    }
}
