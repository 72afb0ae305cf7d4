package dev.fresnel.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are written bit by bit, and clients that leave or fall silent meanwhile. */
class StreamedAnswersTest {
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = new TestServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void eachFlushReachesTheClientAndSoDoesTheHead() throws Exception {
        var first = new CountDownLatch(1);
        var second = new CountDownLatch(1);
        server.openRoute("/stream", request -> Response.stream("text/plain", out -> {
            await(first);
            out.write("one ".getBytes(StandardCharsets.UTF_8));
            out.flush();
            await(second);
            out.write("two".getBytes(StandardCharsets.UTF_8));
        }));
        try (var client = server.raw("GET /stream HTTP/1.1\nHost: localhost\n\n")) {
            assertThat(client.head()).startsWith("HTTP/1.1 200");
            first.countDown();
            assertThat(client.until("one ")).endsWith("one ");
            second.countDown();
            assertThat(client.until("0\r\n\r\n")).contains("two");
            client.send("GET /stream HTTP/1.1\nHost: localhost\n\n");
            assertThat(client.head()).as("the connection is used again").startsWith("HTTP/1.1 200");
        }
    }

    private static void await(Semaphore release) throws IOException {
        try {
            if (!release.tryAcquire(60, TimeUnit.SECONDS)) {
                throw new IOException("nobody came");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new IOException("nobody came");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void anAnswerThatBreaksOffDoesNotLookWhole() throws Exception {
        server.openRoute("/broken", request -> Response.stream("text/plain", out -> {
            out.write("half".getBytes(StandardCharsets.UTF_8));
            out.flush();
            throw new IllegalStateException("broken");
        }));
        assertThatThrownBy(() -> server.get("/broken")).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClientThatLeavesASilentWatchIsNoticed(boolean http2) throws Exception {
        var gone = new CompletableFuture<Void>();
        var begun = new CountDownLatch(1);
        server.openRoute("/watch", request -> {
            request.gone().thenRun(() -> gone.complete(null));
            return Response.stream("text/plain", out -> {
                out.flush();
                begun.countDown();
                gone.orTimeout(60, TimeUnit.SECONDS).join();
            });
        });
        if (http2) {
            try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
                var answer = client.send(HttpRequest.newBuilder(server.uri("/watch")).build(), HttpResponse.BodyHandlers.ofInputStream());
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
                assertThat(gone).isNotDone();
                answer.body().close();
                gone.get(60, TimeUnit.SECONDS);
            }
        } else {
            try (var client = server.raw("GET /watch HTTP/1.1\nHost: localhost\n\n")) {
                client.head();
                assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
                assertThat(gone).isNotDone();
            }
            gone.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void aClientThatLeavesBeforeTheHeadIsNoticedAlsoAfterItsBodyWasRead() throws Exception {
        var gone = new CompletableFuture<Void>();
        server.route(Method.POST, "/api/v1/x/*", request -> {
            request.gone().thenRun(() -> gone.complete(null));
            String body = new String(request.body().readAllBytes(), StandardCharsets.UTF_8);
            gone.orTimeout(60, TimeUnit.SECONDS).join();
            return Response.text(body);
        });
        try (var client = server.raw("POST /api/v1/x/y HTTP/1.1\nHost: localhost\nContent-Length: 2\n\nhi")) {
            assertThatThrownBy(() -> gone.get(700, TimeUnit.MILLISECONDS)).isInstanceOf(java.util.concurrent.TimeoutException.class);
        }
        gone.get(60, TimeUnit.SECONDS);
    }

    @Test
    void aConnectionThatWasListenedToEndsWithItsWholeAnswerAndQuickOnesGoOn() throws Exception {
        var release = new Semaphore(0);
        server.route(Method.ANY, "/api/v1/x/*", request -> {
            request.gone();
            String body = new String(request.body().readAllBytes(), StandardCharsets.UTF_8);
            return Response.stream("text/plain", out -> {
                out.write("first ".getBytes(StandardCharsets.UTF_8));
                out.flush();
                if (request.rawPath().endsWith("slow")) {
                    await(release);
                }
                out.write(("last" + body).getBytes(StandardCharsets.UTF_8));
            });
        });
        Await.until("the connection of a quick one goes on", this::goesOn);
        long[] silent = {350};
        Await.until("that of a slow one ends in order", () -> closes(release, silent[0] *= 2));
    }

    /** @return false when this machine was so slow meanwhile that none of them was quick */
    private boolean goesOn() {
        try (var client = server.raw("POST /api/v1/x/quick HTTP/1.1\nHost: localhost\nContent-Length: 2\n\nhi")) {
            assertThat(client.until("0\r\n\r\n")).contains("lasthi");
            client.send("GET /api/v1/x/quick HTTP/1.1\nHost: localhost\n\n");
            return client.until("0\r\n\r\n").contains("last");
        } catch (IOException closed) {
            return false;
        }
    }

    /** @return false when it was not listened to within that time */
    private boolean closes(Semaphore release, long millis) {
        try (var client = server.raw("GET /api/v1/x/slow HTTP/1.1\nHost: localhost\n\n")) {
            client.until("first ");
            long silent = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            Await.until("it has been silent for a while", () -> System.nanoTime() > silent);
            release.release();
            assertThat(client.until("0\r\n\r\n")).contains("last").endsWith("0\r\n\r\n");
            client.soTimeout(5_000);
            return client.in().read() == -1;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void writingToAClientThatHasGoneFails() throws Exception {
        var failed = new CompletableFuture<Throwable>();
        server.openRoute("/ticks", request -> Response.stream("text/plain", out -> {
            try {
                while (true) {
                    out.write(new byte[8192]);
                    out.flush();
                }
            } catch (IOException e) {
                failed.complete(e);
                throw e;
            }
        }));
        try (var client = server.raw("GET /ticks HTTP/1.1\nHost: localhost\n\n")) {
            client.head();
        }
        assertThat(failed.get(60, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aWatchMayBeSilentForLongerThanAClient(boolean http2) throws Exception {
        try (var hasty = new TestServer("", Optional.empty(), java.time.Duration.ofMillis(300));
                var client = HttpClient.newBuilder().version(http2 ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1).build()) {
            hasty.openRoute("/silent", request -> Response.stream("text/plain", out -> {
                out.flush();
                long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1200);
                Await.until("four times the idle time is over", () -> System.nanoTime() > end);
                out.write("done".getBytes(StandardCharsets.UTF_8));
            }));
            var request = HttpRequest.newBuilder(hasty.uri("/silent")).build();
            var answer = untilHeard(() -> client.send(request, HttpResponse.BodyHandlers.ofString()));
            assertThat(answer.body()).isEqualTo("done");
        }
    }

    /** On a machine that stalls for the idle time between a connection and its request there is no answer: five times it does not. */
    private static <T> HttpResponse<T> untilHeard(Callable<HttpResponse<T>> asking) throws Exception {
        for (int turn = 0; turn < 4; turn++) {
            try {
                return asking.call();
            } catch (IOException late) {
                // once more
            }
        }
        return asking.call();
    }

    /** The same for a request that is never answered whole. */
    private static RawClient untilBegun(TestServer server, String text, CountDownLatch begun) throws Exception {
        for (int turn = 0; turn < 5; turn++) {
            var client = server.raw(text);
            if (begun.await(10, TimeUnit.SECONDS)) {
                return client;
            }
            client.close();
        }
        throw new AssertionError("nobody answers");
    }

    // check 27
    @Test
    void aClientThatStopsInItsTurnIsLetGo() throws Exception {
        try (var hasty = new TestServer("", Optional.empty(), java.time.Duration.ofMillis(300))) {
            var writing = new CompletableFuture<Throwable>();
            var reading = new CompletableFuture<Throwable>();
            var floods = new CountDownLatch(1);
            var reads = new CountDownLatch(1);
            hasty.openRoute("/flood", request -> Response.stream("text/plain", out -> failing(writing, () -> {
                floods.countDown();
                while (true) {
                    out.write(new byte[65536]);
                }
            })));
            hasty.route(Method.POST, "/api/v1/body", request -> {
                reads.countDown();
                failing(reading, () -> request.body().readAllBytes());
                return Response.status(204);
            });
            try (var reader = untilBegun(hasty, "GET /flood HTTP/1.1\nHost: localhost\n\n", floods);
                    var writer = untilBegun(hasty, "POST /api/v1/body HTTP/1.1\nHost: localhost\nContent-Length: 100\n\nhalf", reads);
                    var idle = hasty.raw("GET ")) {
                assertThat(writing.get(60, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
                assertThat(untilHeard(() -> hasty.get("/api/v1/nothing")).statusCode()).as("others are served").isEqualTo(404);
                assertThat(reading.get(60, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
                idle.in().readAllBytes(); // ends
            }
        }
    }

    @Test
    void anHttp2ClientThatStopsReadingIsLetGo() throws Exception {
        try (var hasty = new TestServer("", Optional.empty(), java.time.Duration.ofMillis(300));
                var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            var writing = new CompletableFuture<Throwable>();
            hasty.openRoute("/flood", request -> Response.stream("text/plain", out -> failing(writing, () -> {
                while (true) {
                    out.write(new byte[65536]);
                }
            })));
            var request = HttpRequest.newBuilder(hasty.uri("/flood")).build();
            var answer = untilHeard(() -> client.send(request, HttpResponse.BodyHandlers.ofInputStream()));
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(writing.get(60, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
            answer.body().close();
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void failing(CompletableFuture<Throwable> told, Step step) throws IOException {
        try {
            step.run();
        } catch (IOException e) {
            told.complete(e);
            throw e;
        }
    }

    @Test
    void itStopsQuicklyWithStreamsUnderWay() throws Exception {
        var begun = new CountDownLatch(1);
        server.openRoute("/silent", request -> Response.stream("text/plain", out -> {
            begun.countDown();
            await(new CountDownLatch(1));
        }));
        try (var client = server.raw("GET /silent HTTP/1.1\nHost: localhost\n\n")) {
            assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
            long begin = System.nanoTime();
            server.close();
            assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos("1".equals(System.getenv("FRESNEL_BUDGETS")) ? 4 : 60));
        }
    }
}
