package dev.fresnel.kubernetes.cluster;

import static dev.fresnel.kubernetes.Certificates.base64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.kubernetes.Await;
import dev.fresnel.kubernetes.FakeApiServer;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.ClusterInfo;
import dev.fresnel.spi.transport.Trust;
import dev.fresnel.spi.transport.UpstreamRequest;
import dev.fresnel.spi.transport.UpstreamResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The registry with real sockets against a fake API server. */
final class TransportTest extends TransportCase {
    // ---- the way there ----

    @Test
    void proxyOfTheKubeconfigIsUsedWithItsCredentials() throws IOException {
        try (var proxy = new TunnelProxy("Basic " + base64("me:pass"))) {
            registry(kubeconfig(trusting() + ", proxy-url: 'http://me:pass@127.0.0.1:" + proxy.port() + "'", "token: t"), Map.of());
            assertThat(body(LOCAL, get("/x"))).isEqualTo("200 {}");
            assertThat(proxy.tunnels()).contains("127.0.0.1:" + server.port());
            assertThat(server.last().header("proxy-authorization")).as("not for the API server").isEmpty();
        }
    }

    @Test
    void refusalOfTheProxyIsToldAsSuch() throws IOException {
        try (var proxy = new TunnelProxy("Basic other")) {
            registry(kubeconfig(trusting() + ", proxy-url: 'http://127.0.0.1:" + proxy.port() + "'", "token: t"), Map.of());
            assertThat(refusal(LOCAL).text()).contains("proxy", "407");
        }
    }

    @Test
    void otherKindsOfProxyAreRefusedInWords() {
        registry(kubeconfig(trusting() + ", proxy-url: 'ftp://127.0.0.1:1'", "token: t"), Map.of());
        assertThat(refusal(LOCAL).text()).contains("ftp", "socks5://");
        assertThat(info().state()).isEqualTo(ClusterInfo.State.BROKEN);
    }

    @Test
    void whatIsWrongWithTheConfigurationIsNobodysRequestWhenRememberedToo() throws Exception {
        registry(kubeconfig("server: 'https://127.0.0.1:1', certificate-authority: /no/such/ca.crt", "token: t"), Map.of());
        for (int turn = 0; turn < 3; turn++) {
            Problem problem = refusal(LOCAL);
            assertThat(problem.kind()).isEqualTo(Problem.Kind.CLUSTER_DOWN);
            assertThat(problem.text()).contains("ca.crt");
            Await.until("known to be broken", () -> info().state() == ClusterInfo.State.BROKEN);
        }
    }

    @Test
    void serverNameOfItsOwnIsAskedForAndChecked() {
        String name = ", tls-server-name: ";
        registry(kubeconfig(trusting() + name + "api.internal", "token: t"), Map.of());
        assertThat(body(LOCAL, get("/x"))).isEqualTo("200 {}");
        assertThat(server.last().names()).containsExactly("api.internal");
        registry.close();

        registry(kubeconfig(trusting() + name + "other.internal", "token: t"), Map.of());
        assertThat(refusal(LOCAL).text()).contains("made out to other names than “other.internal”");
    }

    @Test
    void strangersCertificateIsRefusedUnlessToldOtherwise() {
        String url = "server: 'https://127.0.0.1:" + server.port() + "'";
        registry(kubeconfig(url + ", certificate-authority-data: " + base64(person.certificate()), "token: t"), Map.of());
        assertThat(refusal(LOCAL).text()).contains("not signed by an authority", "certificate-authority-data");
        assertThat(info().state()).isEqualTo(ClusterInfo.State.BROKEN);
        registry.close();

        registry(kubeconfig(url + ", insecure-skip-tls-verify: true", "token: t"), Map.of());
        assertThat(body(LOCAL, get("/x"))).isEqualTo("200 {}");
    }

    @Test
    void tokensTravelInTheClearOnLoopbackAndBasePathsAreKept() throws IOException {
        try (FakeApiServer plain = FakeApiServer.http(0)) {
            registry(kubeconfig("server: 'http://127.0.0.1:" + plain.port() + "/base'", "token: t"), Map.of());
            body(LOCAL, get("/x"));
            assertThat(plain.asked()).anySatisfy(one -> {
                assertThat(one.target()).isEqualTo("/base/x");
                assertThat(one.header("authorization")).isEqualTo("Bearer t");
            });
        }
    }

    @Test
    void errorsHaveWords() {
        int port = server.port();
        server.close();
        registry("token: t");
        assertThat(refusal(LOCAL).text()).contains("refuses connections");
        registry.close();
        registry(kubeconfig("server: 'https://no-such-host.invalid:" + port + "'", "token: t"), Map.of());
        assertThat(refusal(LOCAL).text()).contains("“no-such-host.invalid”", "cannot be resolved");
    }

    @Test
    void unknownClusterIsMissing() {
        registry("token: t");
        assertThatThrownBy(() -> registry.open(LOCAL, "two", get("/x")).close())
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.MISSING));
    }

    @Test
    void targetsStayAsTheyWereSent() {
        registry("token: t");
        body(LOCAL, get("/api//v1/a%2Fb/../c;x?labelSelector=a%20in%20(b)&x=%e3%81%82&y=|"));
        assertThat(server.last().target()).isEqualTo("/api//v1/a%2Fb/../c;x?labelSelector=a%20in%20(b)&x=%e3%81%82&y=%7C");
    }

    // ---- streams ----

    private static UpstreamRequest watch() {
        return get("/watch?watch=1");
    }

    @Test
    void eventsArriveAsTheyComeAndClosingEndsThemUpstream() throws Exception {
        var ended = new CountDownLatch(1);
        server.on("/watch", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (var out = exchange.getResponseBody()) {
                while (true) {
                    out.write("event\n".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    LockSupport.parkNanos(5_000_000);
                }
            } catch (IOException e) {
                ended.countDown();
            }
        });
        registry("token: t");
        UpstreamResponse answer = registry.open(LOCAL, "one", watch());
        assertThat(answer.body().readNBytes(6)).asString(StandardCharsets.UTF_8).isEqualTo("event\n");
        answer.close();
        // This server does not listen for the end, as a real one does: it notices once the JDK's selector lets the socket go.
        assertThat(ended.await(60, TimeUnit.SECONDS)).as("the API server notices").isTrue();
    }

    private CountDownLatch silent() {
        var release = new CountDownLatch(1);
        server.on("/watch", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
            try {
                release.await(90, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        return release;
    }

    @Test
    void closeEndsABlockedReadAtOnce() throws Exception {
        CountDownLatch release = silent();
        registry("token: t");
        UpstreamResponse answer = registry.open(LOCAL, "one", watch());
        var outcome = new AtomicReference<Object>();
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                outcome.set(answer.body().read());
            } catch (IOException e) {
                outcome.set(e);
            }
        });
        Await.until("the reader waits", () -> reader.getState() == Thread.State.WAITING);
        answer.close();
        assertThat(reader.join(Duration.ofSeconds(60))).isTrue();
        assertThat(outcome.get()).satisfiesAnyOf(
                value -> assertThat(value).isInstanceOf(IOException.class), value -> assertThat(value).isEqualTo(-1));
        release.countDown();
    }

    @Test
    void interruptEndsTheWaitForTheHead() throws Exception {
        var release = new CountDownLatch(1);
        var arrived = new CountDownLatch(1);
        server.on("/slow", exchange -> {
            arrived.countDown();
            try {
                release.await(90, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        registry("token: t");
        var outcome = new AtomicReference<Throwable>();
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                registry.open(LOCAL, "one", get("/slow")).close();
            } catch (Problem e) {
                outcome.set(e);
            }
        });
        assertThat(arrived.await(60, TimeUnit.SECONDS)).isTrue();
        caller.interrupt();
        assertThat(caller.join(Duration.ofSeconds(60))).isTrue();
        assertThat(outcome.get()).isInstanceOf(Problem.class);
        Await.until("up nevertheless", () -> info().state() == ClusterInfo.State.UP);
        release.countDown();
    }

    @Test
    void slowHeadIsATimeout() {
        var release = new CountDownLatch(1);
        server.on("/slow", exchange -> {
            try {
                release.await(90, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        registry("token: t");
        var request = new UpstreamRequest("GET", "/slow", Map.of(), InputStream.nullInputStream(), 0, Duration.ofMillis(200));
        assertThatThrownBy(() -> registry.open(LOCAL, "one", request).close())
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.UPSTREAM_TIMEOUT));
        release.countDown();
    }

    @Test
    void bodiesOfUnknownLengthAreStreamed() {
        registry("token: t");
        byte[] big = new byte[3 << 20];
        java.util.Arrays.fill(big, (byte) 'x');
        var post = new UpstreamRequest("POST", "/big", Map.of(), new ByteArrayInputStream(big), -1, Duration.ofSeconds(20));
        assertThat(body(LOCAL, post)).isEqualTo("200 {}");
        assertThat(server.last().header("transfer-encoding")).isEqualTo("chunked");
        assertThat(server.last().body()).hasSize(3 << 20);
    }

    // ---- health ----

    @Test
    void listingContactsNobody() {
        registry("token: t");
        assertThat(registry.list(LOCAL)).extracting(ClusterInfo::state).containsExactly(ClusterInfo.State.CONNECTING);
        registry.find(LOCAL, "one");
        body(LOCAL, get("/x"));
        assertThat(server.all().getFirst().target()).as("nothing before the first request").isIn("/x", "/version");
        Await.until("version", () -> "v1.99.0".equals(info().version()));
        assertThat(info().state()).isEqualTo(ClusterInfo.State.UP);
    }

    @Test
    void clusterThatIsDownFailsFastAndComesBackByItself() throws IOException {
        FakeApiServer plain = FakeApiServer.http(0);
        int port = plain.port();
        registry(kubeconfig("server: 'http://127.0.0.1:" + port + "'", "token: t"), Map.of());
        var changes = new java.util.concurrent.CopyOnWriteArrayList<ClusterInfo.State>();
        registry.watch(id -> changes.add(info().state()));
        body(LOCAL, get("/x"));
        plain.close();
        Await.until("down", () -> {
            Problem problem = catchThrowableOfType(Problem.class, () -> registry.open(LOCAL, "one", get("/x")).close());
            return problem != null && info().state() == ClusterInfo.State.DOWN && info().detail().contains("refuses connections");
        });
        Await.until("told", () -> changes.contains(ClusterInfo.State.DOWN));
        try (FakeApiServer again = FakeApiServer.http(port)) {
            Await.until("up by a probe alone", () -> info().state() == ClusterInfo.State.UP);
            assertThat(again.all()).extracting(FakeApiServer.Asked::target).containsOnly("/version");
            assertThat(body(LOCAL, get("/x"))).isEqualTo("200 {}");
        }
        Await.until("told of that too", () -> changes.getLast() == ClusterInfo.State.UP);
    }

    @Test
    void brokenStreamMakesUsLookAtOnce() throws Exception {
        CountDownLatch release = silent();
        registry("token: t");
        UpstreamResponse answer = registry.open(LOCAL, "one", watch());
        Await.until("known to be up", () -> info().version() != null);
        server.close();
        try (answer) {
            while (answer.body().read() >= 0) {
                // Until it breaks.
            }
        } catch (IOException e) {
            // It did.
        }
        Await.until("down without another request", () -> info().state() == ClusterInfo.State.DOWN);
        release.countDown();
    }

    // ---- contexts come and go ----

    @Test
    void contextThatVanishesTakesItsStreamsAlongAndTellsSo() throws Exception {
        CountDownLatch release = silent();
        registry("token: t");
        UpstreamResponse answer = registry.open(LOCAL, "one", watch());
        var told = new Semaphore(0);
        registry.watch(id -> told.release());
        put(folder.resolve("config"), "contexts: []\n");
        Await.until("gone", () -> registry.list(LOCAL).isEmpty());
        assertThat(told.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                answer.body().read();
            } catch (IOException e) {
                // It has ended, as it should.
            }
        });
        assertThat(reader.join(Duration.ofSeconds(60))).isTrue();
        release.countDown();
    }

    @Test
    void contextThatStaysKeepsItsConnections() throws IOException {
        Path config = kubeconfig(trusting(), "token: t");
        registry(config, Map.of());
        body(LOCAL, get("/x"));
        Await.until("version", () -> info().version() != null);
        put(config, Files.readString(config) + "- {name: two, context: {cluster: c, user: u}}\n");
        Await.until("second", () -> registry.list(LOCAL).size() == 2);
        assertThat(info().state()).isEqualTo(ClusterInfo.State.UP);
        assertThat(info().version()).isEqualTo("v1.99.0");
    }

    @Test
    void closingLeavesNoThreads() {
        registry("token: t");
        body(LOCAL, get("/x"));
        registry.close();
        Await.until("selectors end", () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("HttpClient-") && thread.isAlive()));
    }

    @Test
    void aClusterThatTheAdminMarksIsShareableAndChangesItsDigestWithItsAddress() throws IOException {
        registry("token: own");
        Trust before = registry.trust(LOCAL, "one");
        assertThat(before.shareable()).isTrue();
        assertThat(registry.trust(LOCAL, "none")).isEqualTo(Trust.NONE);
        assertThat(registry.trust(Principal.NOBODY, "one")).isEqualTo(Trust.NONE);
        kubeconfig(trusting() + ", tls-server-name: other", "token: own");
        Await.until("another way", () -> !registry.trust(LOCAL, "one").digest().equals(before.digest()));
        assertThat(registry.trust(LOCAL, "one").shareable()).isTrue();
    }

    @Test
    void anotherUserOfOursIsAnotherClusterToUsButNotToThoseWithTokens() throws IOException {
        registry("token: own");
        Principal other = new Principal("key", "ann", Principal.Door.BEARER, java.util.Optional.of("hers"));
        Trust ours = registry.trust(LOCAL, "one");
        Trust hers = registry.trust(other, "one");
        assertThat(ours.digest()).isNotEqualTo(hers.digest());
        kubeconfig(trusting(), "token: changed");
        Await.until("another way", () -> !registry.trust(LOCAL, "one").digest().equals(ours.digest()));
        assertThat(registry.trust(other, "one")).isEqualTo(hers);
    }
}
