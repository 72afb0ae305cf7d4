package dev.fresnel.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.http.edge.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsTest {
    @TempDir
    private Path folder;

    /** A self-signed pair for localhost, written as PEM. */
    private KeyStore pair(String algorithm) throws Exception {
        Path store = folder.resolve("keys.p12");
        var tool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair", "-alias", "a", "-keyalg", algorithm, "-dname", "CN=localhost", "-ext", "SAN=dns:localhost,ip:127.0.0.1",
                        "-validity", "2", "-keystore", store.toString(), "-storepass", "changeit", "-storetype", "PKCS12")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(tool.waitFor(60, TimeUnit.SECONDS) && tool.exitValue() == 0).isTrue();
        var keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        pem("tls.crt", "CERTIFICATE", keys.getCertificate("a").getEncoded());
        pem("tls.key", "PRIVATE KEY", keys.getKey("a", "changeit".toCharArray()).getEncoded());
        return keys;
    }

    private void pem(String file, String what, byte[] bytes) throws IOException {
        String text = Base64.getMimeEncoder(64, "\n".getBytes()).encodeToString(bytes);
        Files.writeString(folder.resolve(file), "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    }

    private Settings.Tls tls() {
        return new Settings.Tls(0, folder.resolve("tls.crt"), folder.resolve("tls.key"));
    }

    private static SSLContext trusting(KeyStore keys) throws Exception {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("a", keys.getCertificate("a"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @ParameterizedTest
    @CsvSource({"EC, HTTP_2", "RSA, HTTP_1_1"})
    void httpsWithBothVersionsAndWebSockets(String algorithm, HttpClient.Version version) throws Exception {
        var keys = pair(algorithm);
        try (var server = new TestServer("", Optional.of(tls()));
                var client = HttpClient.newBuilder().sslContext(trusting(keys)).version(version).build()) {
            server.route(Method.GET, "/api/v1/scheme", request -> Response.text(request.scheme()));
            int port = server.server.tlsPort().orElseThrow();
            var request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/api/v1/scheme"))
                    .header("Origin", "https://localhost:" + port)
                    .build();
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(version);
            assertThat(answer.body()).isEqualTo("https");
            try (var live = new LiveClient(client, URI.create("wss://localhost:" + port + "/api/v1/live"))) {
                live.send("{\"ch\":1,\"t\":\"open\",\"type\":\"nothing\"}");
                assertThat(live.next().at("/d/code").text()).isEqualTo("CHANNEL_UNKNOWN");
            }
        }
    }

    @Test
    void filesThatHoldNoPairAreNamed() throws Exception {
        pair("EC");
        Files.writeString(folder.resolve("tls.key"), "no key");
        assertThatIllegalArgumentException().isThrownBy(() -> Certificates.read(tls())).withMessageContaining("tls.key");
        Files.delete(folder.resolve("tls.crt"));
        assertThatIllegalArgumentException().isThrownBy(() -> Certificates.read(tls())).withMessageContaining("tls.crt");
    }
}
