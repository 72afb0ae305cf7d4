package dev.fresnel.http.edge;

import dev.fresnel.api.plugin.Problem;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** Rules about paths as sent. */
public final class Paths {
    /** Things that two readers of one path may read differently: empty, dot and encoded segments, backslashes, parameters, controls. */
    private static final Pattern AMBIGUOUS = Pattern.compile(
            "//|/\\.{1,2}(/|$)|%2e|%2f|%5c|%25|%3b|%00|%[01][0-9a-f]|%7f|%(?![0-9a-f]{2})|[\\\\;\\x00-\\x20\\x7f-\\uffff]");

    private Paths() {}

    /** Whether the Kubernetes API answers there, whose paths go on as they came. */
    public static boolean kubernetes(String path) {
        return path.startsWith("/k8s/");
    }

    /** Whether programs answer there, not pages. */
    public static boolean programmatic(String path) {
        return path.startsWith("/api/") || kubernetes(path) || path.equals("/mcp") || path.startsWith("/mcp/");
    }

    /** @throws Problem MISSING when the path could mean more than one thing, and is not the Kubernetes API's to judge */
    public static void check(String path) {
        if (!kubernetes(path) && (!path.startsWith("/") || AMBIGUOUS.matcher(path.toLowerCase(Locale.ROOT)).find())) {
            throw new Problem(Problem.Kind.MISSING, "PATH_AMBIGUOUS", "This path can be read in more than one way, so it names nothing.");
        }
    }

    /** Whether a redirect there stays here. */
    public static boolean local(String location) {
        return location.startsWith("/")
                && !location.startsWith("//")
                && location.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '\\');
    }

    /** Text with its percent signs resolved; those that encode nothing stay as they are. */
    public static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
