package dev.fresnel.http.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;

/** A server certificate and its key from PEM files, as a key store in memory. */
final class Certificates {
    private Certificates() {}

    /** @throws IllegalArgumentException when the files hold no usable pair, in words for the person who named them */
    static KeyStore read(Path certificate, Path key) {
        try {
            Certificate[] chain = chain(certificate);
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key(key), new char[0], chain);
            return store;
        } catch (IOException e) {
            throw new IllegalArgumentException("TLS: cannot read " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("TLS: " + certificate + " and " + key + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static Certificate[] chain(Path file) throws IOException, GeneralSecurityException {
        var certificates = CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("TLS: " + file + " holds no certificate in PEM form");
        }
        return certificates.toArray(Certificate[]::new);
    }

    private static PrivateKey key(Path file) throws IOException {
        return PrivateKeys.read(Files.readString(file))
                .orElseThrow(() -> new IllegalArgumentException("TLS: " + file + " holds no unencrypted private key in PEM form (EC, RSA or Ed25519)"));
    }
}
