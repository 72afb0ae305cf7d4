package dev.fresnel.catalog.index.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server whose certificate only the admin's own authority vouches for, and a proxy on the way. */
@Timeout(180)
class TlsTest {
    private static final Reach QUICK = Reach.USUAL.within(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(60)).trying(1, Duration.ofMillis(1));

    @TempDir
    Path folder;

    private HttpsServer server;
    private Path authority;

    @BeforeEach
    void open() throws Exception {
        Path store = folder.resolve("store.p12");
        keytool("-genkeypair", "-keystore", store.toString(), "-alias", "server", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1", "-ext", "bc=ca:true");
        authority = folder.resolve("ca.pem");
        keytool("-exportcert", "-rfc", "-keystore", store.toString(), "-alias", "server", "-file", authority.toString());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            try (exchange) {
                if (exchange.getRequestURI().getPath().equals("/down")) {
                    exchange.getResponseHeaders().add("Location", "http://127.0.0.1/");
                    exchange.sendResponseHeaders(302, -1);
                    return;
                }
                exchange.sendResponseHeaders(200, 6);
                exchange.getResponseBody().write("secure".getBytes());
            }
        });
        server.start();
    }

    private static void keytool(String... args) throws Exception {
        var command = new java.util.ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-storepass", "changeit"));
        command.addAll(List.of(args));
        assertThat(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor()).isZero();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private String get(Reach reach, String path) throws Exception {
        try (var web = new Web(reach)) {
            URI address = URI.create("https://localhost:" + server.getAddress().getPort() + path);
            return new String(web.document(address, Map.of(), "", 1_000).orElseThrow().bytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theAdminsAuthority() throws Exception {
        assertThat(get(QUICK.trusting(authority), "/")).isEqualTo("secure");
    }

    @Test
    void nobodysAuthority() {
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> get(QUICK, "/")).satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Reason.SOURCE_DENIED));
    }

    @Test
    void noWayDownFromTls() {
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> get(QUICK.trusting(authority), "/down")).satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Reason.ADDRESS_FORBIDDEN));
    }

    @Test
    void anAuthorityFileThatIsNone() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> get(QUICK.trusting(empty), "/")).satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Reason.SOURCE_INVALID));
    }

    /** By CONNECT, with name and password: the process runs with jdk.http.auth.tunneling.disabledSchemes empty, as bin/fresnel does. */
    @Test
    void throughATunnel() throws Exception {
        var heads = new CopyOnWriteArrayList<String>();
        try (var proxy = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> tunnel(proxy, heads));
            // localhost is never asked by proxy, so the name must be another one
            var way = Proxy.of("http://u:p@127.0.0.1:" + proxy.getLocalPort(), List.of());
            try (var web = new Web(QUICK.trusting(authority).through(Optional.of(way)))) {
                URI address = URI.create("https://catalog.invalid:" + server.getAddress().getPort() + "/");
                assertThatExceptionOfType(Refusal.class).isThrownBy(() -> web.document(address, Map.of(), "", 1_000)); // the certificate is for localhost
            }
            assertThat(heads).anyMatch(head -> head.startsWith("CONNECT catalog.invalid") && head.contains("Proxy-Authorization: Basic " + Base64.getEncoder().encodeToString("u:p".getBytes())));
        }
    }

    private void tunnel(ServerSocket proxy, List<String> heads) {
        while (!proxy.isClosed()) {
            try (Socket client = proxy.accept()) {
                var reader = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
                var head = new StringBuilder();
                for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
                    head.append(line).append('\n');
                }
                heads.add(head.toString());
                boolean known = head.toString().contains("Proxy-Authorization");
                client.getOutputStream().write((known ? "HTTP/1.1 200 OK\r\n\r\n" : "HTTP/1.1 407 no\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").getBytes());
                client.getOutputStream().flush();
            } catch (IOException e) {
                return;
            }
        }
    }
}
