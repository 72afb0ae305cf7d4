package dev.fresnel.http.edge;

import java.util.Locale;
import java.util.Optional;

/**
 * Scheme, host and port of a page, as browsers send them.
 *
 * @param scheme {@code http} or {@code https}
 * @param authority its port is always there
 */
public record Origin(String scheme, Authority authority) {
    /** @throws IllegalArgumentException when the text is no origin of the web */
    public static Origin of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("Not an origin like https://fresnel.example.org: " + text));
    }

    /** @return empty for {@code null}, other schemes, and what is no origin */
    public static Optional<Origin> parse(String text) {
        int end = text.indexOf("://");
        String scheme = end < 0 ? "" : text.substring(0, end).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return Optional.empty();
        }
        return Authority.of(text.substring(end + 3).replaceAll("/$", "")).map(authority -> of(scheme, authority));
    }

    static Origin of(String scheme, Authority authority) {
        int standard = scheme.equals("https") ? 443 : 80;
        return new Origin(scheme, authority.port() >= 0 ? authority : new Authority(authority.host(), standard));
    }
}
