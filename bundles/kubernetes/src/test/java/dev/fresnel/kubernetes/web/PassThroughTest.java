package dev.fresnel.kubernetes.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.plugin.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class PassThroughTest {
    private final FakeTransport transport = new FakeTransport();
    private final PassThrough open = new PassThrough(transport, false);
    private final PassThrough readOnly = new PassThrough(transport, true);
    private final Logger audit = (Logger) LoggerFactory.getLogger("dev.fresnel.audit");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        audit.setLevel(Level.INFO);
        audit.setAdditive(false);
        lines.start();
        audit.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        audit.detachAppender(lines);
    }

    private static String text(Response response) throws IOException {
        var out = new ByteArrayOutputStream();
        ((Response.Stream) response.body()).writer().write(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> status(Response response) {
        return (Map<String, Object>) ((Response.Value) response.body()).value();
    }

    @Test
    void pathAndQueryGoOnAsTheyWereSent() throws IOException {
        Response response = open.handle(new FakeRequest(Method.GET, "/k8s/demo/api//v1/a%2Fb/../x?labelSelector=a%20in%20(b)&x="));
        assertThat(transport.asked.getFirst().target()).isEqualTo("/api//v1/a%2Fb/../x?labelSelector=a%20in%20(b)&x=");
        assertThat(text(response)).isEqualTo("{}");
        assertThat(transport.closed.getCount()).isZero();
        open.handle(new FakeRequest(Method.GET, "/k8s/demo"));
        assertThat(transport.asked.getLast().target()).isEqualTo("/");
    }

    @Test
    void nothingThatAClientSaysOfItsIdentityGoesOn() throws IOException {
        open.handle(new FakeRequest(Method.GET, "/k8s/demo/api")
                .header("accept", "application/json")
                .header("impersonate-user", "root")
                .header("impersonate-extra-scopes", "all")
                .header("x-remote-user", "root")
                .header("x-remote-group", "system:masters")
                .header("authorization", "Bearer x")
                .header("cookie", "a=b")
                .header("connection", "keep-alive, X-Secret , close")
                .header("x-secret", "1")
                .header("te", "trailers")
                .header("transfer-encoding", "chunked")
                .header("kubectl-command", "kubectl get")
                .header("user-agent", "kubectl/v1.36"));
        assertThat(transport.asked.getFirst().headers())
                .containsOnlyKeys("accept", "kubectl-command", "user-agent");
    }

    @Test
    void browsersAreNotNamed() throws IOException {
        open.handle(new FakeRequest(Method.GET, "/k8s/demo/api").header("user-agent", "Mozilla/5.0 (X11)"));
        assertThat(transport.asked.getFirst().headers()).isEmpty();
    }

    @Test
    void bodiesGoOnWithTheirLengthOrWithout() throws IOException {
        open.handle(new FakeRequest(Method.POST, "/k8s/demo/api").header("content-length", "5").body("hello"));
        open.handle(new FakeRequest(Method.PATCH, "/k8s/demo/api").body("chunked"));
        open.handle(new FakeRequest(Method.DELETE, "/k8s/demo/api"));
        assertThat(transport.asked).extracting(request -> request.length()).containsExactly(5L, -1L, 0L);
        assertThat(transport.bodies).containsExactly("hello", "chunked", "");
    }

    @Test
    void answersKeepTheirHeadersButCannotActInOurOrigin() throws IOException {
        transport.status = 201;
        transport.headers.put("content-type", List.of("text/html"));
        transport.headers.put("content-encoding", List.of("gzip"));
        transport.headers.put("set-cookie", List.of("session=stolen"));
        transport.headers.put("transfer-encoding", List.of("chunked"));
        transport.headers.put("warning", List.of("299 - \"a\"", "299 - \"b\""));
        Response response = open.handle(new FakeRequest(Method.GET, "/k8s/demo/x"));
        assertThat(response.status()).isEqualTo(201);
        assertThat(response.headers())
                .containsEntry("content-encoding", List.of("gzip"))
                .containsEntry("warning", List.of("299 - \"a\"", "299 - \"b\""))
                .containsEntry("content-disposition", List.of("attachment"))
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .doesNotContainKeys("set-cookie", "transfer-encoding");
    }

    @Test
    void errorsAreKubernetesStatuses() throws IOException {
        transport.failure = new Problem(Problem.Kind.CLUSTER_DOWN, "CLUSTER_REFUSED", "It refuses connections.");
        Response response = open.handle(new FakeRequest(Method.GET, "/k8s/demo/api"));
        assertThat(response.status()).isEqualTo(503);
        assertThat(status(response))
                .containsEntry("kind", "Status")
                .containsEntry("apiVersion", "v1")
                .containsEntry("status", "Failure")
                .containsEntry("reason", "ServiceUnavailable")
                .containsEntry("message", "It refuses connections.")
                .containsEntry("code", 503);
    }

    @Test
    void upgradesAreRefusedInWords() throws IOException {
        var exec = new FakeRequest(Method.POST, "/k8s/demo/api/v1/namespaces/a/pods/b/exec?command=sh")
                .header("connection", "Upgrade")
                .header("upgrade", "SPDY/3.1");
        assertThat(open.handle(exec).status()).isEqualTo(501);
        assertThat(transport.asked).isEmpty();
        // An offer to speak HTTP/2 is no wish for a tunnel.
        open.handle(new FakeRequest(Method.GET, "/k8s/demo/api").header("connection", "Upgrade, HTTP2-Settings").header("upgrade", "h2c"));
        assertThat(transport.asked).hasSize(1);
    }

    @Test
    void readOnlyLetsOnlyLooksAndReviewsPass() throws IOException {
        for (Method method : List.of(Method.POST, Method.PUT, Method.PATCH, Method.DELETE)) {
            assertThat(readOnly.handle(new FakeRequest(method, "/k8s/demo/api/v1/namespaces/a/pods")).status()).isEqualTo(403);
        }
        assertThat(readOnly.handle(new FakeRequest(Method.GET, "/k8s/demo/api/v1/namespaces/a/pods/b/%65xec?command=sh")).status())
                .isEqualTo(403);
        assertThat(transport.asked).isEmpty();
        assertThat(lines.list).hasSize(5);

        readOnly.handle(new FakeRequest(Method.GET, "/k8s/demo/api/v1/pods"));
        readOnly.handle(new FakeRequest(Method.HEAD, "/k8s/demo/api/v1/pods"));
        readOnly.handle(new FakeRequest(Method.POST, "/k8s/demo/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"));
        readOnly.handle(new FakeRequest(Method.POST, "/k8s/demo/apis/authentication.k8s.io/v1/selfsubjectreviews"));
        assertThat(transport.asked).hasSize(4);
    }

    @Test
    void eachWriteIsOneAuditLine() throws IOException {
        transport.status = 409;
        open.handle(new FakeRequest(Method.PUT, "/k8s/demo/api/v1/namespaces/a/pods/b%0aforged?dryRun=All"));
        open.handle(new FakeRequest(Method.GET, "/k8s/demo/api/v1/pods"));
        assertThat(lines.list).singleElement().satisfies(line -> assertThat(line.getFormattedMessage())
                .isEqualTo("PUT /api/v1/namespaces/a/pods/b%0aforged?dryRun by Principal[me by LOCAL local] in demo: 409"));
    }

    @Test
    void headHasNoBodyAndEndsTheExchange() throws IOException {
        transport.headers.put("content-length", List.of("17"));
        Response response = open.handle(new FakeRequest(Method.HEAD, "/k8s/demo/api"));
        assertThat(response.body()).isInstanceOf(Response.Empty.class);
        assertThat(response.headers()).containsEntry("content-length", List.of("17"));
        assertThat(transport.closed.getCount()).isZero();
    }

    /** Notes what had been written at each flush. */
    private static final class Flushes extends OutputStream {
        private final StringBuilder text = new StringBuilder();
        private final LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();

        @Override
        public void write(int b) {
            text.append((char) b);
        }

        @Override
        public void flush() {
            seen.add(text.toString());
        }
    }

    @Test
    void eventsAreFlushedAsTheyComeHeadFirst() throws Exception {
        var events = new PipedOutputStream();
        transport.body = new PipedInputStream(events);
        Response response = open.handle(new FakeRequest(Method.GET, "/k8s/demo/api/v1/pods?watch=1"));
        var out = new Flushes();
        Thread writer = Thread.ofVirtual().start(() -> {
            try {
                ((Response.Stream) response.body()).writer().write(out);
            } catch (IOException e) {
                out.seen.add("failed");
            }
        });
        assertThat(out.seen.poll(5, TimeUnit.SECONDS)).as("the head").isEmpty();
        events.write("one".getBytes(StandardCharsets.UTF_8));
        events.flush();
        assertThat(out.seen.poll(5, TimeUnit.SECONDS)).isEqualTo("one");
        events.write("two".getBytes(StandardCharsets.UTF_8));
        events.flush();
        assertThat(out.seen.poll(5, TimeUnit.SECONDS)).isEqualTo("onetwo");
        events.close();
        writer.join();
        assertThat(transport.closed.getCount()).isZero();
    }

    @Test
    void clientThatGoesEndsItsWatchUpstream() throws Exception {
        var request = new FakeRequest(Method.GET, "/k8s/demo/api/v1/pods?allowWatchBookmarks=true&watch=true");
        open.handle(request);
        assertThat(transport.closed.getCount()).isEqualTo(1);
        request.gone.complete(null);
        assertThat(transport.closed.await(1, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void clientThatGoesBeforeTheHeadEndsTheWait() throws Exception {
        var request = new FakeRequest(Method.GET, "/k8s/demo/api/v1/namespaces/a/pods/b/log?follow=true");
        transport.before = () -> {
            request.gone.complete(null);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        };
        open.handle(request);
        assertThat(transport.closed.await(1, TimeUnit.SECONDS)).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).as("the interrupt is over").isFalse();
    }

    @Test
    void quickAnswersKeepTheirConnection() throws IOException {
        var request = new FakeRequest(Method.GET, "/k8s/demo/api/v1/pods?limit=500&continue=x");
        open.handle(request);
        assertThat(request.goneAsked).isFalse();
    }

    @Test
    void breakUpstreamIsABreakForTheClient() throws IOException {
        transport.body = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };
        Response response = open.handle(new FakeRequest(Method.GET, "/k8s/demo/api"));
        assertThatThrownBy(() -> text(response)).isInstanceOf(IOException.class);
        assertThat(transport.closed.getCount()).isZero();
    }
}
