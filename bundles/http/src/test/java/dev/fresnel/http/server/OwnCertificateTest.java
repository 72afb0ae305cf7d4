package dev.fresnel.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.http.Response;
import dev.fresnel.http.edge.Limits;
import dev.fresnel.http.edge.Settings;
import dev.fresnel.http.tls.OwnAuthority;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS with a certificate that nobody had to bring. */
class OwnCertificateTest {
    @TempDir
    private Path folder;

    private Settings settings(Optional<Settings.Tls> tls) {
        return new Settings("127.0.0.1", 0, "", tls, List.of("fresnel.example.org"), List.of(), 0, Optional.of(folder), Limits.NONE);
    }

    private static HttpClient trusting(String authority) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("a", CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(authority.getBytes(StandardCharsets.US_ASCII))));
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private static int status(HttpClient client, String host, int port) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create("https://" + host + ":" + port + "/x")).build(), HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    @Test
    void whoTrustsItsAuthorityOnceDoesSoAfterTheNextStart() throws Exception {
        String first;
        try (var server = new TestServer(settings(Optional.of(Settings.Tls.own(0))))) {
            server.openRoute("/x", request -> Response.text("x"));
            first = server.server.authority().orElseThrow();
            var client = trusting(first);
            for (String host : List.of("localhost", "127.0.0.1")) {
                assertThat(status(client, host, server.server.tlsPort().orElseThrow())).as(host).isEqualTo(200);
            }
            assertThat(Files.getPosixFilePermissions(folder.resolve("tls-authority.p12"))).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
        try (var server = new TestServer(settings(Optional.of(Settings.Tls.own(0))))) {
            server.openRoute("/x", request -> Response.text("x"));
            assertThat(server.server.authority()).hasValue(first);
            assertThat(status(trusting(first), "localhost", server.server.tlsPort().orElseThrow())).isEqualTo(200);
        }
    }

    @Test
    void anotherAuthorityIsNotTrusted() throws Exception {
        var other = new OwnAuthority(Files.createDirectory(folder.resolve("other")), Clock.systemUTC()).issue(List.of("localhost"));
        var text = "-----BEGIN CERTIFICATE-----\n" + java.util.Base64.getMimeEncoder().encodeToString(other.getCertificateChain("server")[1].getEncoded()) + "\n-----END CERTIFICATE-----\n";
        try (var server = new TestServer(settings(Optional.of(Settings.Tls.own(0))))) {
            int port = server.server.tlsPort().orElseThrow();
            assertThatThrownBy(() -> status(trusting(text), "localhost", port)).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void httpsCanBeOpenedLater() throws Exception {
        try (var server = new TestServer(settings(Optional.empty()))) {
            server.openRoute("/x", request -> Response.text("x"));
            assertThat(server.server.tlsPort()).isEmpty();
            server.server.openSecure();
            int port = server.server.tlsPort().orElseThrow();
            server.server.openSecure();
            assertThat(server.server.tlsPort()).as("once").hasValue(port);
            assertThat(status(trusting(server.server.authority().orElseThrow()), "127.0.0.1", port)).isEqualTo(200);
        }
    }

    @Test
    void theCertificateHoldsForEachNameThatItWasTold() throws Exception {
        var store = new OwnAuthority(folder, Clock.systemUTC()).issue(OwnAuthority.names("0.0.0.0", List.of("fresnel.example.org", "192.0.2.1", "[2001:db8::1]")));
        var certificate = (X509Certificate) store.getCertificateChain("server")[0];
        assertThat(certificate.getSubjectAlternativeNames().stream().map(name -> String.valueOf(name.get(1))))
                .contains("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "fresnel.example.org", "192.0.2.1", "2001:db8:0:0:0:0:0:1")
                .doesNotContain("0.0.0.0");
        assertThat(certificate.getBasicConstraints()).as("no authority itself").isEqualTo(-1);
        certificate.verify(store.getCertificateChain("server")[1].getPublicKey());
    }

    @Test
    void anAuthorityThatEndsSoonIsReplacedAndABrokenOneNamed() throws Exception {
        var early = Clock.offset(Clock.systemUTC(), Duration.ofDays(-3200));
        var old = new OwnAuthority(folder, early).issue(List.of("localhost")).getCertificateChain("server")[1];
        assertThat(new OwnAuthority(folder, Clock.systemUTC()).issue(List.of("localhost")).getCertificateChain("server")[1]).isNotEqualTo(old);
        Files.writeString(folder.resolve("tls-authority.p12"), "no key store");
        assertThatThrownBy(() -> new OwnAuthority(folder, Clock.systemUTC()).issue(List.of("localhost"))).isInstanceOf(IOException.class).hasMessageContaining("tls-authority.p12").hasMessageContaining("delete");
    }
}
