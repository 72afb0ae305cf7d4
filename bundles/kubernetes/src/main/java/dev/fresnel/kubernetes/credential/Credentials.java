package dev.fresnel.kubernetes.credential;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.kubernetes.kubeconfig.Server;
import dev.fresnel.kubernetes.kubeconfig.User;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the credential of a kubeconfig user. */
public final class Credentials {
    private Credentials() {}

    /**
     * @param server whose credential it is; plugins may be told
     * @param programs whether credential plugins may run: on the desktop only
     */
    public static Credential of(User user, Server server, boolean programs, Clock clock) {
        return new Complete(base(user, server, programs, clock), new CertificateFiles(user), headers(user.impersonation()));
    }

    private static Credential base(User user, Server server, boolean programs, Clock clock) {
        if (user.tokenFile() != null) {
            return new TokenFile(user.tokenFile(), user.token().strip());
        }
        if (!user.token().isEmpty()) {
            return new StaticCredential(Proof.bearer(user.token().strip()));
        }
        if (!user.username().isEmpty()) {
            return new StaticCredential(basic(user.username(), user.password()));
        }
        if (user.exec() != null) {
            return programs ? new ExecPlugin(user.exec(), server, clock) : new Refusing(noPrograms(user.exec()));
        }
        return user.authProvider() != null
                ? AuthProviders.of(user.authProvider(), user.file(), clock)
                : new StaticCredential(Proof.NONE);
    }

    private static Proof basic(String name, String password) {
        byte[] pair = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new Proof("Basic " + Base64.getEncoder().encodeToString(pair), Map.of(), null);
    }

    private static Problem noPrograms(User.Exec exec) {
        return new Problem(
                Problem.Kind.UNAUTHENTICATED,
                "EXEC_PLUGIN_FORBIDDEN",
                "The credential plugin “" + exec.command() + "” runs on a desktop only: sign in with a token of your own.");
    }

    static Map<String, List<String>> headers(User.Impersonation who) {
        if (who.none()) {
            return Map.of();
        }
        var headers = new LinkedHashMap<String, List<String>>();
        if (!who.user().isEmpty()) {
            headers.put("Impersonate-User", List.of(who.user()));
        }
        if (!who.uid().isEmpty()) {
            headers.put("Impersonate-Uid", List.of(who.uid()));
        }
        if (!who.groups().isEmpty()) {
            headers.put("Impersonate-Group", who.groups());
        }
        who.extra().forEach((key, values) -> headers.put("Impersonate-Extra-" + escaped(key), values));
        return headers;
    }

    /** Header names take few characters; the API server decodes per cent signs, as client-go relies on. */
    private static String escaped(String key) {
        var name = new StringBuilder();
        for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || "!#$&'*+-.^_`|~".indexOf(b) >= 0;
            name.append(plain ? String.valueOf((char) b) : String.format("%%%02X", b));
        }
        return name.toString();
    }

    /** A base proof, with the certificate and the one to act as. */
    private record Complete(Credential base, CertificateFiles files, Map<String, List<String>> acting) implements Credential {
        @Override
        public Proof proof(Duration limit) {
            return whole(base.proof(limit));
        }

        @Override
        public Optional<Proof> ready() {
            return base.ready().map(this::whole);
        }

        private Proof whole(Proof proof) {
            return (proof.certificate() == null ? proof.withCertificate(files.current()) : proof).acting(acting);
        }

        @Override
        public boolean renewable() {
            return base.renewable();
        }

        @Override
        public boolean refused(Proof refused) {
            return base.refused(refused);
        }

        @Override
        public void close() {
            base.close();
        }
    }

    /** Nobody gets through. */
    private record Refusing(Problem problem) implements Credential {
        @Override
        public Proof proof(Duration limit) {
            throw problem;
        }

        @Override
        public boolean refused(Proof refused) {
            return false;
        }
    }
}
