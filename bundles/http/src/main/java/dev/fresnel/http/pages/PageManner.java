package dev.fresnel.http.pages;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.http.edge.PagesOrigin;
import dev.fresnel.http.tunnel.Manner;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpFields;

/** What passes between a page of a pod or Service and the browser that shows it on the page's own origin. */
final class PageManner implements Manner {
    /** What says where a request comes from is ours to say: who asks has been judged before, by origin. */
    private static final Set<String> KEPT_BACK = Set.of(
            "origin", "forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-port", "x-forwarded-prefix", "x-forwarded-uri",
            "x-forwarded-server", "x-real-ip", "x-original-url", "x-rewrite-url");

    /** What would reach beyond the page's own origin, open it to others, or ask for credentials that can go nowhere. */
    private static final Set<String> REFUSED = Set.of(
            "set-cookie2", "clear-site-data", "strict-transport-security", "public-key-pins", "public-key-pins-report-only", "alt-svc", "report-to",
            "reporting-endpoints", "nel", "www-authenticate", "authentication-info", "service-worker-allowed", "cross-origin-opener-policy",
            "cross-origin-resource-policy");

    private final Seat seat;
    private final PagesOrigin origin;
    private final String cookies;

    /** @param cookies the page's own */
    PageManner(Seat seat, PagesOrigin origin, String cookies) {
        this.seat = seat;
        this.origin = origin;
        this.cookies = cookies;
    }

    @Override
    public boolean foreign() {
        return true;
    }

    @Override
    public boolean carries(String name) {
        return !KEPT_BACK.contains(name);
    }

    @Override
    public Map<String, String> added() {
        var headers = new LinkedHashMap<String, String>();
        headers.put("X-Forwarded-Host", origin.authority(seat.label()));
        headers.put("X-Forwarded-Proto", origin.scheme());
        if (!cookies.isEmpty()) {
            headers.put("Cookie", cookies);
        }
        return headers;
    }

    @Override
    public boolean refuses(String name) {
        return REFUSED.contains(name) || name.startsWith("access-control-");
    }

    @Override
    public void cover(HttpFields.Mutable headers) {
        upgraded(headers);
        String location = headers.get("Location");
        if (location != null) {
            headers.put("Location", location(location, seat.target().proxy()));
        }
        headers.put("Cache-Control", unshared(String.join(",", headers.getValuesList("Cache-Control"))));
        headers.add("Content-Security-Policy", "frame-ancestors 'self'");
        headers.put("Cross-Origin-Opener-Policy", "same-origin-allow-popups");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        if (!headers.contains("Referrer-Policy")) {
            headers.put("Referrer-Policy", "same-origin");
        }
    }

    @Override
    public void upgraded(HttpFields.Mutable headers) {
        List<String> lines = headers.getValuesList("Set-Cookie");
        headers.remove("Set-Cookie");
        lines.forEach(line -> PageCookies.foreign(line).ifPresent(clean -> headers.add("Set-Cookie", clean)));
    }

    /** Nothing on the way may keep it for somebody else. */
    private static String unshared(String directives) {
        return Arrays.stream(directives.split(","))
                .map(String::strip)
                .filter(one -> !one.isEmpty() && !one.regionMatches(true, 0, "public", 0, 6) && !one.regionMatches(true, 0, "private", 0, 7)
                        && !one.regionMatches(true, 0, "s-maxage", 0, 8))
                .collect(Collectors.joining(", ", "private, ", ""))
                .replaceFirst(", $", "");
    }

    /** API servers put the path of their proxy in front of what a page calls its root: here the root is the page's own. */
    static String location(String location, String proxy) {
        int end = end(location);
        int at = location.substring(0, end).indexOf(proxy);
        if (at >= 0 && boundary(location, at + proxy.length())) {
            return rooted(location.substring(at + proxy.length()));
        }
        return location;
    }

    /** The same for a path that a browser asks for, because it stood in a page's text. */
    static String inner(String path, String proxy) {
        return path.startsWith(proxy) && boundary(path, proxy.length()) ? rooted(path.substring(proxy.length())) : path;
    }

    private static String rooted(String rest) {
        String path = rest.startsWith("/") ? rest : "/" + rest;
        return path.startsWith("//") || path.startsWith("/\\") ? "/" : path; // a browser would go elsewhere
    }

    private static boolean boundary(String text, int at) {
        return at == text.length() || "/?#".indexOf(text.charAt(at)) >= 0;
    }

    private static int end(String location) {
        int at = 0;
        while (at < location.length() && location.charAt(at) != '?' && location.charAt(at) != '#') {
            at++;
        }
        return at;
    }

    @Override
    public String wordsType() {
        return "text/plain; charset=utf-8";
    }

    @Override
    public byte[] words(Problem problem, JsonCodec codec) {
        return (problem.text() + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
