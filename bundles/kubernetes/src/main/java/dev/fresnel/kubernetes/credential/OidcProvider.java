package dev.fresnel.kubernetes.credential;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.kubernetes.tls.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** kubectl's OpenID Connect sign-in: an ID token, and a refresh token to get the next one. */
final class OidcProvider extends RenewedCredential {
    private static final Logger LOG = LoggerFactory.getLogger(OidcProvider.class);

    private final Clock clock;
    private final @Nullable Path file;
    private final Map<String, String> state;

    /** The token that was given out last: asked again, it was refused or has ended. */
    private String used = "";

    /** @param file the kubeconfig file that holds the tokens; new ones are written there, or kubectl's would be void */
    OidcProvider(Map<String, String> config, @Nullable Path file, Clock clock) {
        super(clock);
        this.clock = clock;
        this.file = file;
        this.state = new HashMap<>(config);
    }

    private String idToken() {
        return state.getOrDefault("id-token", "");
    }

    @Override
    Renewal renew() throws InterruptedException {
        String token = idToken();
        Instant expiry = Jwt.expiry(token);
        boolean valid = !token.isEmpty() && clock.instant().plusSeconds(10).isBefore(expiry);
        if (valid && !token.equals(used)) {
            used = token;
            return new Renewal(Proof.bearer(token), expiry);
        }
        if (state.getOrDefault("refresh-token", "").isEmpty()) {
            throw signIn("has ended", null);
        }
        refresh();
        used = idToken();
        return new Renewal(Proof.bearer(used), Jwt.expiry(used));
    }

    private void refresh() throws InterruptedException {
        var before = Map.copyOf(state);
        try {
            OidcRefresh.Tokens tokens = new OidcRefresh(before, Tls.trusting(authorities())).fetch();
            state.put("id-token", tokens.idToken());
            tokens.refreshToken().ifPresent(token -> state.put("refresh-token", token));
        } catch (IOException e) {
            throw signIn("could not be renewed (" + e.getMessage() + ")", e);
        }
        keep(before);
    }

    private String authorities() {
        String data = state.getOrDefault("idp-certificate-authority-data", "");
        String path = state.getOrDefault("idp-certificate-authority", "");
        if (!data.isEmpty() || path.isEmpty()) {
            return data;
        }
        try {
            Path pem = file == null ? Path.of(path) : file.resolveSibling(path);
            return Base64.getEncoder().encodeToString(Files.readAllBytes(pem));
        } catch (IOException e) {
            throw signIn("could not be renewed: " + path + " cannot be read", e);
        }
    }

    private void keep(Map<String, String> before) {
        if (file == null) {
            return;
        }
        try {
            Path real = file.toRealPath();
            String text = Files.readString(real);
            String now = replace(replace(text, before, "id-token"), before, "refresh-token");
            if (!now.equals(text)) {
                Path fresh = Files.createTempFile(real.getParent(), ".kubeconfig", "");
                Files.writeString(fresh, now);
                Files.move(fresh, real, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            LOG.warn("The renewed tokens could not be written to {}: {}", file, e.toString());
        }
    }

    private String replace(String text, Map<String, String> before, String field) {
        String old = before.getOrDefault(field, "");
        String now = state.getOrDefault(field, "");
        return old.length() < 8 || now.isEmpty() ? text : text.replace(old, now);
    }

    private Problem signIn(String what, @Nullable Throwable cause) {
        return new Problem(
                Problem.Kind.UNAUTHENTICATED,
                "OIDC_SIGN_IN",
                "The sign-in at " + state.getOrDefault("idp-issuer-url", "the identity provider") + " " + what
                        + ": sign in again as you did for kubectl.",
                Map.of(),
                cause);
    }

    @Override
    Problem tooSlow(Duration limit) {
        return signIn("has not answered yet", null);
    }
}
