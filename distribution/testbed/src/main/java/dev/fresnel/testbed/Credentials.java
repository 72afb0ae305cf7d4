package dev.fresnel.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Certificates, tokens and kubeconfigs of one cluster; made once per state folder. */
final class Credentials {
    private static final SecureRandom RANDOM = new SecureRandom();
    /** The first address of the service range: the API server as pods would see it. */
    private static final byte[] SERVICE = {10, 96, 0, 1};

    private final Path pki;
    private final Path kubeconfigs;

    Credentials(Path state) {
        pki = state.resolve("pki");
        kubeconfigs = state.resolve("kubeconfig");
    }

    Path file(String name) {
        return pki.resolve(name);
    }

    Path kubeconfig(User user) {
        return kubeconfigs.resolve(user.word());
    }

    /** The administrator by client certificate instead of a token. */
    Path certificateKubeconfig() {
        return kubeconfigs.resolve("admin-cert");
    }

    String token(User user) {
        return read("token-" + user.word()).strip();
    }

    /** Makes what is not there yet. */
    void prepare() {
        if (Files.exists(pki.resolve("done"))) {
            return;
        }
        Folders.secret(pki);
        Authority authority = new Authority();
        write("ca.crt", authority.pem());
        leaf("api", authority.server("kube-apiserver", List.of("localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"),
                List.of(new byte[] {127, 0, 0, 1}, SERVICE)));
        leaf("admin", authority.client("admin-cert", User.ADMIN.group()));
        leaf("front-proxy", authority.client("front-proxy", ""));
        write("ca.key", authority.key());
        KeyPair accounts = Authority.newKeys();
        write("accounts.key", Authority.privatePem(accounts));
        write("accounts.pub", Authority.publicPem(accounts));
        StringBuilder tokens = new StringBuilder();
        for (User user : User.values()) {
            byte[] secret = new byte[24];
            RANDOM.nextBytes(secret);
            String token = HexFormat.of().formatHex(secret);
            write("token-" + user.word(), token);
            tokens.append(String.join(",", token, user.word(), Integer.toString(user.ordinal() + 1)))
                    .append(user.group().isEmpty() ? "" : "," + user.group()).append('\n');
        }
        write("tokens.csv", tokens.toString());
        write("done", "");
    }

    /** Writes the kubeconfigs for an API server on this port. */
    void address(int port) {
        Folders.secret(kubeconfigs);
        for (User user : User.values()) {
            Folders.writeSecret(kubeconfig(user), text(port, user.word(), "token: " + token(user)));
        }
        Folders.writeSecret(certificateKubeconfig(), text(port, "admin-cert",
                "client-certificate-data: " + data("admin.crt") + ", client-key-data: " + data("admin.key")));
    }

    private String text(int port, String user, String proof) {
        return """
                apiVersion: v1
                kind: Config
                current-context: testbed-%1$d
                clusters:
                - {name: testbed-%1$d, cluster: {server: "https://127.0.0.1:%1$d", certificate-authority-data: %2$s}}
                users:
                - {name: %3$s, user: {%4$s}}
                contexts:
                - {name: testbed-%1$d, context: {cluster: testbed-%1$d, user: %3$s}}
                """.formatted(port, data("ca.crt"), user, proof);
    }

    private String data(String file) {
        return Base64.getEncoder().encodeToString(read(file).getBytes(StandardCharsets.US_ASCII));
    }

    private void leaf(String name, Authority.Leaf leaf) {
        write(name + ".crt", leaf.certificate());
        write(name + ".key", leaf.key());
    }

    private void write(String file, String text) {
        Folders.writeSecret(pki.resolve(file), text);
    }

    private String read(String file) {
        try {
            return Files.readString(pki.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
