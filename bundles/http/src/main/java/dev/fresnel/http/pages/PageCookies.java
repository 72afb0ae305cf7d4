package dev.fresnel.http.pages;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Our one cookie beside those of the page, and what keeps them apart: no page is told ours, and none can set it. */
final class PageCookies {
    private static final String NAME = "fresnel-page";

    private PageCookies() {}

    private static String name(boolean secure) {
        return (secure ? "__Host-" : "") + NAME;
    }

    /** For the {@code Set-Cookie} header: lax, because people come from our own origin, which is another site. */
    static String set(String key, boolean secure) {
        return name(secure) + "=" + key + "; Path=/; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "");
    }

    /** The keys that a request brings. @param lines of its {@code Cookie} header */
    static List<String> keys(List<String> lines, boolean secure) {
        String start = name(secure) + "=";
        return all(lines).stream().filter(cookie -> cookie.startsWith(start)).map(cookie -> cookie.substring(start.length())).toList();
    }

    /** What the page itself gets; {@code ""} when nothing is left. */
    static String others(List<String> lines) {
        return all(lines).stream().filter(cookie -> !ours(cookie)).collect(Collectors.joining("; "));
    }

    private static List<String> all(List<String> lines) {
        return lines.stream().flatMap(line -> Arrays.stream(line.split(";"))).map(String::strip).filter(cookie -> !cookie.isEmpty()).toList();
    }

    /** Also what would look like ours without its name's prefix, and those of our own origin, should a browser send them here. */
    private static boolean ours(String cookie) {
        int equals = cookie.indexOf('=');
        String name = (equals < 0 ? cookie : cookie.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
        return name.replaceFirst("^__(host-http|host|secure|http)-", "").startsWith("fresnel-");
    }

    /** A page's {@code Set-Cookie} as the browser may have it: of this origin alone; empty when it is not to have it. */
    static Optional<String> foreign(String line) {
        String[] parts = line.split(";");
        int equals = parts[0].indexOf('=');
        if (equals < 0 || parts[0].substring(0, equals).isBlank() || ours(parts[0].strip())) {
            return Optional.empty(); // a cookie without a name could be written so that it reads like ours
        }
        var kept = new ArrayList<String>();
        for (String part : parts) {
            String attribute = part.strip().toLowerCase(Locale.ROOT);
            if (kept.isEmpty() || !attribute.equals("domain") && !attribute.startsWith("domain=") && !attribute.startsWith("domain ")) {
                kept.add(part.strip());
            }
        }
        return Optional.of(String.join("; ", kept));
    }
}
