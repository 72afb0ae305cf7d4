package dev.fresnel.http.server;

import dev.fresnel.http.edge.PagesOrigin;
import dev.fresnel.http.edge.Settings;
import dev.fresnel.http.tls.OwnAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;

/**
 * What the server proves itself with: the pair that it was given, else one of its own making.
 *
 * @param keys certificate and key
 * @param authority certificates in PEM form that vouch for it
 */
record Encryption(KeyStore keys, String authority) {
    /**
     * @throws IOException when no certificate can be made
     * @throws IllegalArgumentException when the files cannot be used
     */
    static Encryption of(Settings settings, Settings.Tls tls) throws IOException {
        if (tls.certificate() != null && tls.key() != null) {
            KeyStore given = Certificates.read(tls.certificate(), tls.key());
            return new Encryption(given, pem(given, 0));
        }
        Path folder = settings.data().isPresent() ? settings.data().get() : Files.createTempDirectory("fresnel-tls");
        var names = new ArrayList<>(OwnAuthority.names(settings.host(), settings.allowedHosts()));
        settings.pages().filter(PagesOrigin::secure).map(PagesOrigin::wildcard).ifPresent(names::add);
        KeyStore own = new OwnAuthority(folder, Clock.systemUTC()).issue(names);
        return new Encryption(own, pem(own, 1));
    }

    private static String pem(KeyStore keys, int first) throws IOException {
        try {
            var text = new StringBuilder();
            Certificate[] chain = keys.getCertificateChain("server");
            for (int number = first; number < chain.length; number++) {
                String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(chain[number].getEncoded());
                text.append("-----BEGIN CERTIFICATE-----\n").append(lines).append("\n-----END CERTIFICATE-----\n");
            }
            return text.toString();
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
