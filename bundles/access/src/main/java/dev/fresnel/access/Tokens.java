package dev.fresnel.access;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import java.time.Instant;
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
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=:-]+");
    private static final long FAR = 1L << 40;
    private static final int LONGEST = 16 * 1024;
    private static final long SKEW = 60;

    private final JsonCodec codec;
    private final InstantSource clock;

    Tokens(JsonCodec codec, InstantSource clock) {
        this.codec = codec;
        this.clock = clock;
    }

    /**
     * A token that an API server could take.
     *
     * @param end when it says that it ends, {@link Instant#MAX} when it does not
     * @param claimed whose it says it is, which nobody has checked; {@code ""} when it does not say
     */
    record Token(String text, Instant end, String claimed) {
        @Override
        public String toString() {
            return "Token[" + end + "]";
        }
    }

    /** @throws Problem UNAUTHENTICATED when the header carries no token that an API server could take */
    Token read(String authorization) {
        var bearer = BEARER.matcher(authorization);
        if (!bearer.matches()) {
            throw invalid("TOKEN_MALFORMED", "The Authorization header carries no bearer token.");
        }
        return of(bearer.group(1));
    }

    /** @throws Problem UNAUTHENTICATED when no API server could take it */
    Token of(String text) {
        if (!TOKEN.matcher(text).matches() || text.length() > LONGEST) {
            throw invalid("TOKEN_MALFORMED", "That is no bearer token.");
        }
        String[] parts = text.split("\\.", -1);
        return parts.length == 3 ? checkSigned(text, parts) : new Token(text, Instant.MAX, "");
    }

    private Token checkSigned(String text, String[] parts) {
        String algorithm = part(parts[0]).get("alg").text().toUpperCase(Locale.ROOT);
        if (algorithm.isEmpty()) {
            return new Token(text, Instant.MAX, ""); // three parts, and yet no JSON Web Token
        }
        if (algorithm.equals("NONE") || algorithm.startsWith("HS") || parts[2].isEmpty()) {
            throw invalid("TOKEN_UNSIGNED", "This token is not signed by anybody whom a cluster could trust.");
        }
        Json claims = part(parts[1]);
        long end = claims.get("exp").number(Long.MAX_VALUE);
        if (end != Long.MAX_VALUE && clock.instant().getEpochSecond() > end + SKEW) {
            throw invalid("TOKEN_EXPIRED", "This token has expired.");
        }
        String claimed = claims.get("sub").text();
        return new Token(text, end > FAR ? Instant.MAX : Instant.ofEpochSecond(end), claimed.isEmpty() ? "" : claims.get("iss").text() + " " + claimed);
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
