package dev.fresnel.kubernetes.credential;

import dev.fresnel.kubernetes.tls.ClientCertificate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What goes along with one request to say who asks.
 *
 * @param authorization value of that header, {@code ""} for none
 * @param impersonation {@code Impersonate-*} headers
 * @param certificate for the TLS handshake
 */
public record Proof(
        String authorization, Map<String, List<String>> impersonation, @Nullable ClientCertificate certificate) {
    public static final Proof NONE = new Proof("", Map.of(), null);

    public static Proof bearer(String token) {
        return new Proof("Bearer " + token, Map.of(), null);
    }

    Proof withCertificate(@Nullable ClientCertificate other) {
        return other == null ? this : new Proof(authorization, impersonation, other);
    }

    Proof acting(Map<String, List<String>> headers) {
        return headers.isEmpty() ? this : new Proof(authorization, headers, certificate);
    }

    /** No secrets. */
    @Override
    public String toString() {
        return "Proof[" + (authorization.isEmpty() ? "" : "authorization ") + impersonation.keySet() + certificate + "]";
    }
}
