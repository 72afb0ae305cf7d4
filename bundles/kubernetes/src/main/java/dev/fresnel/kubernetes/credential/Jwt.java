package dev.fresnel.kubernetes.credential;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;

/** Reads when a JSON Web Token ends, without judging it: that is the API server's part. */
final class Jwt {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Jwt() {}

    /** {@link Instant#MAX} when it does not say. */
    static Instant expiry(String token) {
        String[] parts = token.split("\\.");
        if (parts.length != 3) {
            return Instant.MAX;
        }
        try {
            long seconds = JSON.readTree(Base64.getUrlDecoder().decode(parts[1])).path("exp").asLong(Long.MAX_VALUE);
            return seconds >= Instant.MAX.getEpochSecond() ? Instant.MAX : Instant.ofEpochSecond(seconds);
        } catch (IOException | IllegalArgumentException e) {
            return Instant.MAX;
        }
    }
}
