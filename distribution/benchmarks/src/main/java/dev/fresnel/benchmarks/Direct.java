package dev.fresnel.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * The API server itself, as a kubeconfig's current context names it.
 *
 * @param token bearer token
 */
record Direct(String host, int port, String token, SSLSocketFactory sockets) {

    static Direct of(Path kubectl, Path kubeconfig) throws IOException, InterruptedException {
        var server = URI.create(ask(kubectl, kubeconfig, "{.clusters[0].cluster.server}"));
        var authority = Base64.getDecoder().decode(ask(kubectl, kubeconfig, "{.clusters[0].cluster.certificate-authority-data}"));
        return new Direct(server.getHost(), server.getPort(), ask(kubectl, kubeconfig, "{.users[0].user.token}"), sockets(authority));
    }

    private static String ask(Path kubectl, Path kubeconfig, String what) throws IOException, InterruptedException {
        var process = new ProcessBuilder(kubectl.toString(), "--kubeconfig", kubeconfig.toString(), "config", "view", "--raw", "--minify", "--flatten", "-o", "jsonpath=" + what).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0 || said.isEmpty()) {
            throw new IOException("the kubeconfig has no " + what);
        }
        return said;
    }

    private static SSLSocketFactory sockets(byte[] pem) throws IOException {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem))) {
                store.setCertificateEntry("ca" + number++, certificate);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException("the cluster's certificate authority cannot be used", e);
        }
    }
}
