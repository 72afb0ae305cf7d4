package dev.fresnel.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

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
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
    void aClientThatLeavesASilentWatchIsNoticed() throws Exception {
        var keys = pair("EC");
        var gone = new CompletableFuture<Void>();
        try (var server = new TestServer("", Optional.of(tls()))) {
            server.route(Method.GET, "/api/v1/watch", request -> {
                request.gone().thenRun(() -> gone.complete(null));
                return Response.stream("text/plain", out -> gone.orTimeout(60, TimeUnit.SECONDS).join());
            });
            try (var socket = trusting(keys).getSocketFactory().createSocket("localhost", server.server.tlsPort().orElseThrow())) {
                socket.getOutputStream().write("GET /api/v1/watch HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes());
                assertThat(socket.getInputStream().read()).isEqualTo('H');
                assertThat(gone).isNotDone();
            }
            gone.get(60, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @CsvSource({"EC, ec", "RSA, rsa"})
    void keysInTheOlderFormsAreReadToo(String algorithm, String tool) throws Exception {
        var key = (PrivateKey) pair(algorithm).getKey("a", "changeit".toCharArray());
        Path old = folder.resolve("old.key");
        var openssl = new ProcessBuilder("openssl", tool, "-traditional", "-in", folder.resolve("tls.key").toString(), "-out", old.toString());
        if (tool.equals("ec")) {
            openssl.command().remove("-traditional");
        }
        assumeThat(there("openssl")).isTrue();
        var run = openssl.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assertThat(run.waitFor(60, TimeUnit.SECONDS) && run.exitValue() == 0).isTrue();
        String text = Files.readString(old);
        assertThat(text).contains("BEGIN " + algorithm + " PRIVATE KEY");
        assertThat(PrivateKeys.read(text)).hasValueSatisfying(read -> assertThat(read.getEncoded()).isNotEmpty());
        assertThat(signs(PrivateKeys.read(text).orElseThrow(), algorithm)).isTrue();
        assertThat(key.getAlgorithm()).isEqualTo(PrivateKeys.read(text).orElseThrow().getAlgorithm());
        for (int cut = 60; cut < text.length() - 40; cut += 7) {
            PrivateKeys.read(text.substring(0, cut) + "\n-----END " + algorithm + " PRIVATE KEY-----"); // whatever it says, it does not fail
        }
    }

    /** Whether what it signs is good by the certificate. */
    private boolean signs(PrivateKey key, String algorithm) throws Exception {
        var certificate = CertificateFactory.getInstance("X.509").generateCertificate(Files.newInputStream(folder.resolve("tls.crt")));
        var signature = Signature.getInstance(algorithm.equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
        signature.initSign(key);
        signature.update((byte) 1);
        byte[] signed = signature.sign();
        signature.initVerify(certificate);
        signature.update((byte) 1);
        return signature.verify(signed);
    }

    private static boolean there(String tool) {
        return java.util.Arrays.stream(System.getenv("PATH").split(java.io.File.pathSeparator)).anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    @Test
    void filesThatHoldNoPairAreNamed() throws Exception {
        pair("EC");
        Files.writeString(folder.resolve("tls.key"), "no key");
        assertThatIllegalArgumentException().isThrownBy(() -> Certificates.read(folder.resolve("tls.crt"), folder.resolve("tls.key"))).withMessageContaining("tls.key");
        Files.delete(folder.resolve("tls.crt"));
        assertThatIllegalArgumentException().isThrownBy(() -> Certificates.read(folder.resolve("tls.crt"), folder.resolve("tls.key"))).withMessageContaining("tls.crt");
    }
}
