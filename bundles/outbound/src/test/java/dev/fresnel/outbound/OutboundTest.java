package dev.fresnel.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.fresnel.api.outbound.OutboundRequest;
import dev.fresnel.api.plugin.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a plugin may go and where not (check 12 of the security page). */
class OutboundTest {
    private final AtomicInteger reached = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            reached.incrementAndGet();
            exchange.sendResponseHeaders(200, 0);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static Client client(String granted, Gatekeeper.Lookup lookup) {
        return new Client("test", new Gatekeeper(new Granted(List.of(granted)), List.of(), lookup));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "::1", "0.0.0.0", "::", "169.254.169.254", "fe80::1", "fd00:ec2::254", "100.100.100.200", "168.63.129.16", "10.0.0.1",
        "172.16.0.1", "192.168.1.1", "100.64.0.1", "fc00::1", "224.0.0.1", "ff02::1", "255.255.255.255", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "0.1.2.3", "240.0.0.1"})
    void neverInside(String address) throws UnknownHostException {
        assertThat(Addresses.refusal(InetAddress.getByName(address), false)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "172.32.0.1", "100.128.0.1"})
    void outsideIsFine(String address) throws UnknownHostException {
        assertThat(Addresses.refusal(InetAddress.getByName(address), false)).isEmpty();
    }

    @Test
    void anAdminMayNameAHostWithAPrivateAddressButNeverThisMachine() throws UnknownHostException {
        assertThat(Addresses.refusal(InetAddress.getByName("10.0.0.1"), true)).isEmpty();
        assertThat(Addresses.refusal(InetAddress.getByName("127.0.0.1"), true)).isNotEmpty();
        assertThat(Addresses.refusal(InetAddress.getByName("169.254.169.254"), true)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:PORT/", "http://[::1]:PORT/", "http://2130706433:PORT/", "http://0x7f000001:PORT/", "http://0177.0.0.1:PORT/", "http://127.1:PORT/",
        "http://localhost:PORT/", "file:///etc/passwd", "gopher://example.org/", "http://user:pw@example.org/", "jar:file:/x!/y", "http:///x"})
    void noSpellingLeadsToThisMachine(String url) {
        try (Client client = client("*", InetAddress::getAllByName)) {
            assertThatThrownBy(() -> client.send(OutboundRequest.get(URI.create(url.replace("PORT", String.valueOf(server.getAddress().getPort()))))))
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code()).isIn("OUTBOUND_REFUSED", "OUTBOUND_FAILED"));
        }
        assertThat(reached).hasValue(0);
    }

    /** The name is looked up once: what is judged is what is connected to. */
    @Test
    void aNameThatChangesItsMindIsAskedOnce() {
        var asked = new AtomicInteger();
        Gatekeeper.Lookup flips = host -> {
            int turn = asked.incrementAndGet();
            return new InetAddress[] {InetAddress.getByName(turn == 1 ? "192.0.2.1" : "127.0.0.1")};
        };
        try (Client client = client("example.org", flips)) {
            var request = OutboundRequest.get(URI.create("http://example.org:" + server.getAddress().getPort() + "/")).within(Duration.ofMillis(300));
            do {
                assertThatThrownBy(() -> client.send(request)).isInstanceOf(Problem.class);
            } while (asked.get() == 0); // on a machine that stalls the time is up before it asks
        }
        assertThat(asked).hasValue(1);
        assertThat(reached).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({"api.example.org,api.example.org,true", "*.example.org,api.example.org,true", "*.example.org,example.org,false", "*.example.org,evilexample.org,false",
        "api.example.org,API.Example.org,true", "api.example.org,api.example.org.evil.net,false", "*,anything,true"})
    void hostsAreThoseThatWereAskedFor(String granted, String host, boolean covered) {
        assertThat(new Granted(List.of(granted)).covers(host)).isEqualTo(covered);
    }

    private String at(String path) {
        return "http://api.example.org:" + server.getAddress().getPort() + path;
    }

    /** Goes to the test's own server, whose address no plugin may reach: redirects, limits and headers are what is looked at. */
    private Client reaching(String granted) {
        return new Client("test", new Gatekeeper(new Granted(List.of(granted)), List.of(), InetAddress::getAllByName) {
            @Override
            InetAddress[] resolve(String host) {
                return new InetAddress[] {InetAddress.getLoopbackAddress()};
            }
        });
    }

    private void answers(String path, int status, String location) {
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().add("Location", location);
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
    }

    @Test
    void redirectsAreJudgedAndLoseCredentialsOnAnotherHost() {
        answers("/out", 302, "http://evil.net/");
        answers("/local", 302, "file:///etc/passwd");
        answers("/round", 302, "/round");
        answers("/other", 307, at("/seen").replace("api.", "b."));
        server.createContext("/seen", exchange -> {
            byte[] body = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")).getBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        try (Client client = reaching("*.example.org")) {
            assertThatThrownBy(() -> client.send(OutboundRequest.get(URI.create(at("/out"))))).hasMessageContaining("does not ask for evil.net");
            assertThatThrownBy(() -> client.send(OutboundRequest.get(URI.create(at("/local"))))).hasMessageContaining("only http and https");
            assertThatThrownBy(() -> client.send(OutboundRequest.get(URI.create(at("/round"))))).hasMessageContaining("More than 3 redirects");
            var secret = OutboundRequest.get(URI.create(at("/other"))).header("Authorization", "Bearer x");
            assertThat(new String(client.send(secret).body())).isEqualTo("null");
            assertThat(new String(client.send(OutboundRequest.get(URI.create(at("/seen"))).header("Authorization", "Bearer x")).body())).isEqualTo("Bearer x");
        }
    }

    @Test
    void answersEndAtTheirLimits() {
        server.createContext("/long", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(new byte[100_000]);
            exchange.close();
        });
        server.createContext("/slow", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (var out = exchange.getResponseBody()) {
                for (int i = 0; i < 2400; i++) {
                    out.write('.');
                    out.flush();
                    Thread.sleep(50);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (Client client = reaching("*.example.org")) {
            var bounded = new OutboundRequest("GET", URI.create(at("/long")), java.util.Map.of(), new byte[0], 1000, Duration.ofSeconds(60));
            assertThatThrownBy(() -> client.send(bounded)).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code()).isEqualTo("OUTBOUND_TOO_LONG"));
            long start = System.nanoTime();
            assertThatThrownBy(() -> client.send(OutboundRequest.get(URI.create(at("/slow"))).within(Duration.ofMillis(400))))
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code()).isEqualTo("OUTBOUND_TIMEOUT"));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
        }
    }
}
