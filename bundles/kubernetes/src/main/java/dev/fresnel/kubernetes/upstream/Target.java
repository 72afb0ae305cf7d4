package dev.fresnel.kubernetes.upstream;

import dev.fresnel.api.plugin.Problem;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Builds the URI of a request so that path and query stay as they were written. */
final class Target {
    private static final String REFUSED = "\"<>\\^`{|}#";

    private Target() {}

    /** @throws Problem INVALID when it can be no request target */
    static URI uri(String server, String target) {
        if (!target.startsWith("/")) {
            throw invalid(target);
        }
        try {
            return URI.create(server + escaped(target));
        } catch (IllegalArgumentException e) {
            throw invalid(target);
        }
    }

    private static Problem invalid(String target) {
        return new Problem(Problem.Kind.INVALID, "TARGET_INVALID", "“" + target + "” is no path of an API.");
    }

    /** {@link URI} takes only what RFC 3986 allows; servers are more lenient, and read the escaped form alike. */
    private static String escaped(String target) {
        var text = new StringBuilder(target.length() + 16);
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c > 0x7e) {
                int point = target.codePointAt(i);
                i += Character.charCount(point) - 1;
                escape(Character.toString(point), text);
            } else if (c <= ' ' || REFUSED.indexOf(c) >= 0 || c == '%' && !escapeAt(target, i)) {
                escape(String.valueOf(c), text);
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static boolean escapeAt(String target, int i) {
        return i + 2 < target.length()
                && Character.digit(target.charAt(i + 1), 16) >= 0
                && Character.digit(target.charAt(i + 2), 16) >= 0;
    }

    private static void escape(String character, StringBuilder text) {
        for (byte b : character.getBytes(StandardCharsets.UTF_8)) {
            text.append('%').append(String.format("%02X", b));
        }
    }
}
