package dev.fresnel.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/** A certificate for 127.0.0.1 that signs itself, and its key, as the product takes them. */
record ServerKeys(Path certificate, Path key) {
    private static final String SECRET = "changeit";

    static ServerKeys make(Path folder) throws IOException, InterruptedException {
        var store = folder.resolve("keys.p12");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "a", "-keyalg", "EC",
                        "-dname", "CN=localhost", "-ext", "san=ip:127.0.0.1,dns:localhost", "-validity", "2", "-storetype", "PKCS12",
                        "-keystore", store.toString(), "-storepass", SECRET)
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException("keytool: " + said);
        }
        try {
            var keys = KeyStore.getInstance(store.toFile(), SECRET.toCharArray());
            return new ServerKeys(
                    pem(folder.resolve("server.crt"), "CERTIFICATE", keys.getCertificate("a").getEncoded()),
                    pem(folder.resolve("server.key"), "PRIVATE KEY", keys.getKey("a", SECRET.toCharArray()).getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static Path pem(Path file, String what, byte[] bytes) throws IOException {
        var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return Files.writeString(file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    }
}
