package dev.fresnel.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Self-signed certificates made by the JDK's keytool; each is its own authority. */
public final class Certificates {
    private static final char[] SECRET = "secret".toCharArray();

    private final KeyStore store;

    private Certificates(KeyStore store) {
        this.store = store;
    }

    /** @param names subject alternative names as keytool takes them, {@code dns:localhost,ip:127.0.0.1}; {@code ""} for none */
    public static Certificates make(Path folder, String name, String algorithm, String names) {
        Path file = folder.resolve(name + "-" + System.nanoTime() + ".p12");
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "own", "-dname", "CN=" + name, "-keyalg", algorithm, "-validity", "30",
                "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", "secret"));
        if (!names.isEmpty()) {
            line.addAll(List.of("-ext", "san=" + names));
        }
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, SECRET);
            }
            return new Certificates(store);
        } catch (IOException | InterruptedException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public String certificate() {
        try {
            return pem("CERTIFICATE", store.getCertificate("own").getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] key() {
        try {
            return ((PrivateKey) store.getKey("own", SECRET)).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** PKCS#8. */
    public String keyPem() {
        return pem("PRIVATE KEY", key());
    }

    /** PKCS#1, what is inside PKCS#8 behind a header of 26 bytes (RSA with 2048 bits and more). */
    public String rsaKeyPem() {
        byte[] pkcs8 = key();
        byte[] inner = new byte[pkcs8.length - 26];
        System.arraycopy(pkcs8, 26, inner, 0, inner.length);
        return pem("RSA PRIVATE KEY", inner);
    }

    private static String pem(String kind, byte[] bytes) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
    }

    public static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    /** For a server that shows this certificate and takes clients with one of the others. */
    public SSLContext server(List<Certificates> clients) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, SECRET);
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            for (Certificates client : clients) {
                trusted.setCertificateEntry("client-" + trusted.size(), client.store.getCertificate("own"));
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trusted.size() == 0 ? null : trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
