package dev.fresnel.access;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Bearer tokens: what no API server would take is refused here, so that it costs no call. Whether a token is good only the
 * API server can say.
 */
final class Tokens {
    private static final Pattern BEARER = Pattern.compile("(?i:Bearer) +([A-Za-z0-9._~+/=:-]+) *");
    private static final int LONGEST = 16 * 1024;
    private static final long SKEW = 60;

    private final JsonCodec codec;
    private final InstantSource clock;

    Tokens(JsonCodec codec, InstantSource clock) {
        this.codec = codec;
        this.clock = clock;
    }

    /** @throws Problem UNAUTHENTICATED when the header carries no token that an API server could take */
    String read(String authorization) {
        var bearer = BEARER.matcher(authorization);
        if (!bearer.matches() || bearer.group(1).length() > LONGEST) {
            throw invalid("TOKEN_MALFORMED", "The Authorization header carries no bearer token.");
        }
        String token = bearer.group(1);
        String[] parts = token.split("\\.", -1);
        if (parts.length == 3) {
            checkSigned(parts);
        }
        return token;
    }

    private void checkSigned(String[] parts) {
        String algorithm = part(parts[0]).get("alg").text().toUpperCase(Locale.ROOT);
        if (algorithm.isEmpty()) {
            return; // three parts, and yet no JSON Web Token
        }
        if (algorithm.equals("NONE") || algorithm.startsWith("HS") || parts[2].isEmpty()) {
            throw invalid("TOKEN_UNSIGNED", "This token is not signed by anybody whom a cluster could trust.");
        }
        long end = part(parts[1]).get("exp").number(Long.MAX_VALUE);
        if (end != Long.MAX_VALUE && clock.instant().getEpochSecond() > end + SKEW) {
            throw invalid("TOKEN_EXPIRED", "This token has expired.");
        }
    }

    private Json part(String text) {
        try {
            return codec.parse(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException | Problem e) {
            return codec.parse(new byte[] {'{', '}'});
        }
    }

    private static Problem invalid(String code, String text) {
        return new Problem(Problem.Kind.UNAUTHENTICATED, code, text);
    }
}
