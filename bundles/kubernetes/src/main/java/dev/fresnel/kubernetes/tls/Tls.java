package dev.fresnel.kubernetes.tls;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.kubernetes.kubeconfig.Server;
import io.fabric8.kubernetes.client.internal.CertUtils;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes the TLS side of a client: whom to trust, and which certificate to show. */
public final class Tls {
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----");

    private Tls() {}

    /**
     * For a server of somebody else.
     *
     * @param authorities Base64 of PEM; {@code ""} = those of the runtime
     */
    public static SSLContext trusting(String authorities) {
        return context(new Server("", null, authorities, false, "", ""), null);
    }

    /** @throws Problem INVALID when certificate or key cannot be used, with what to do */
    public static SSLContext context(Server server, @Nullable ClientCertificate certificate) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(certificate), trust(server), null);
            return server.tlsServerName().isEmpty() ? context : NamedServerContext.of(context, server.tlsServerName());
        } catch (GeneralSecurityException e) {
            throw fault("TLS cannot be set up: " + e.getMessage() + ".", e);
        }
    }

    /** With authorities of its own a cluster is trusted by them alone, as kubectl does; else by those of the runtime. */
    private static TrustManager[] trust(Server server) throws GeneralSecurityException {
        try {
            if (server.insecure()) {
                return SSLUtils.trustManagers(null, null, true, null, null);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            String pem = authorities(server);
            factory.init(pem.isEmpty() ? null : store(pem));
            return factory.getTrustManagers();
        } catch (IOException e) {
            throw fault("The file " + server.caFile() + " (“certificate-authority”) cannot be read: create it, or correct the kubeconfig.", e);
        }
    }

    private static String authorities(Server server) throws IOException {
        if (!server.caData().isEmpty()) {
            return ClientCertificate.pem(server.caData());
        }
        return server.caFile() == null ? "" : Files.readString(server.caFile());
    }

    private static KeyStore store(String pem) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        CertificateFactory certificates = CertificateFactory.getInstance("X.509");
        int count = 0;
        for (String block : CERTIFICATE.matcher(pem).results().map(m -> m.group()).toList()) {
            store.setCertificateEntry("authority-" + count++, certificate(certificates, block));
        }
        if (count == 0) {
            throw fault("The cluster's certificate authority holds no PEM certificate: correct “certificate-authority” or “certificate-authority-data”.", null);
        }
        return store;
    }

    private static Certificate certificate(CertificateFactory certificates, String pem) {
        try {
            return certificates.generateCertificate(bytes(pem));
        } catch (CertificateException e) {
            throw fault("The cluster's certificate authority is damaged: " + e.getMessage() + ".", e);
        }
    }

    private static KeyManager @Nullable [] keys(@Nullable ClientCertificate certificate) throws GeneralSecurityException {
        if (certificate == null) {
            return null;
        }
        char[] secret = new char[0];
        try {
            KeyStore store = CertUtils.createKeyStore(
                    bytes(blocks(certificate.chain())), bytes(certificate.key()), algorithm(certificate.key()), secret, null, secret);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, secret);
            return factory.getKeyManagers();
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw fault("The client certificate or its key cannot be used (PEM with a plain RSA or EC key is expected): "
                    + e.getMessage() + ".", e);
        }
    }

    /** Some tools write text before the PEM blocks. */
    private static String blocks(String pem) {
        return CERTIFICATE.matcher(pem).results().map(m -> m.group()).collect(Collectors.joining("\n"));
    }

    /** PKCS#8 does not say it in its first line; the object identifier of EC keys tells. */
    private static String algorithm(String pem) {
        if (pem.contains("BEGIN EC PRIVATE KEY")) {
            return "EC";
        }
        return pem.contains("BEGIN RSA PRIVATE KEY") || !holdsEcKey(pem) ? "RSA" : "EC";
    }

    private static boolean holdsEcKey(String pem) {
        String body = pem.replaceAll("-----[^-]+-----|\\s", "");
        byte[] der = Base64.getMimeDecoder().decode(body);
        String bytes = new String(der, StandardCharsets.ISO_8859_1);
        return bytes.contains("\u0006\u0007\u002a\u0086\u0048\u00ce\u003d\u0002\u0001");
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static Problem fault(String text, @Nullable Throwable cause) {
        return new Problem(Problem.Kind.INVALID, "CLUSTER_TLS_CONFIGURATION", text, Map.of(), cause);
    }
}
