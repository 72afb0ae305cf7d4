package dev.fresnel.kubernetes.kubeconfig;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * As whom to ask an API server; what is not given is {@code ""}, empty or {@code null}.
 *
 * @param certificateFile PEM client certificate; {@code certificateData} (Base64 of PEM) wins
 * @param keyFile PEM private key; {@code keyData} wins
 * @param token bearer token; {@code tokenFile} wins while it can be read
 * @param file the kubeconfig file that says so
 */
public record User(
        String name,
        @Nullable Path certificateFile,
        String certificateData,
        @Nullable Path keyFile,
        String keyData,
        String token,
        @Nullable Path tokenFile,
        String username,
        String password,
        @Nullable Exec exec,
        @Nullable AuthProvider authProvider,
        Impersonation impersonation,
        @Nullable Path file) {
    /** Somebody without any credential. */
    public static final User ANONYMOUS = bearer("", "");

    public static User bearer(String name, String token) {
        return new User(
                name, null, "", null, "", token, null, "", "", null, null, Impersonation.NONE, null);
    }

    public boolean hasCertificate() {
        return certificateFile != null || !certificateData.isEmpty();
    }

    /** No secrets. */
    @Override
    public String toString() {
        return "User[" + name + "]";
    }

    /**
     * A credential plugin of client-go.
     *
     * @param command a name on the PATH, or a path (relative ones are below the kubeconfig's folder)
     * @param installHint what its authors say when it is missing
     */
    public record Exec(
            String apiVersion,
            String command,
            List<String> args,
            Map<String, String> env,
            String installHint,
            boolean provideClusterInfo,
            String interactiveMode,
            @Nullable Path folder) {}

    /** An older kind of plugin, inside the client. */
    public record AuthProvider(String name, Map<String, String> config) {}

    /** Whom to act as ({@code Impersonate-*} headers). */
    public record Impersonation(String user, String uid, List<String> groups, Map<String, List<String>> extra) {
        public static final Impersonation NONE = new Impersonation("", "", List.of(), Map.of());

        public boolean none() {
            return user.isEmpty() && uid.isEmpty() && groups.isEmpty() && extra.isEmpty();
        }
    }
}
