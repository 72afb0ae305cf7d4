package dev.fresnel.kubernetes.credential;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.kubernetes.kubeconfig.User;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sign-in plugins that once were part of kubectl: {@code oidc} renews its token, others give what they hold. */
final class AuthProviders {
    private AuthProviders() {}

    static Credential of(User.AuthProvider provider, @Nullable Path file, Clock clock) {
        if (provider.name().equals("oidc")) {
            return new OidcProvider(provider.config(), file, clock);
        }
        String token = provider.config().getOrDefault("access-token", "");
        return token.isEmpty() ? new Unsupported(provider.name()) : new StaticCredential(Proof.bearer(token));
    }

    /** A provider that kubectl itself no longer knows. */
    private record Unsupported(String name) implements Credential {
        @Override
        public Proof proof(Duration limit) {
            throw new Problem(
                    Problem.Kind.UNAUTHENTICATED,
                    "AUTH_PROVIDER_UNKNOWN",
                    "The auth-provider “" + name + "” is not supported any more, by kubectl neither: "
                            + "use the credential plugin (“exec:”) of your cloud instead.",
                    Map.of("provider", name),
                    null);
        }

        @Override
        public boolean refused(Proof proof) {
            return false;
        }
    }
}
