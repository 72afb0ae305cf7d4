package dev.fresnel.http.tunnel;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** Tells requests that change something, run something or reveal something from those that merely look. */
final class Deeds {
    private static final Pattern ABOUT_ONESELF =
            Pattern.compile("/+apis/+authorization\\.k8s\\.io/+v1[a-z0-9]*/+selfsubject(access|rules)reviews/*"
                    + "|/+apis/+authentication\\.k8s\\.io/+v1[a-z0-9]*/+selfsubjectreviews/*");

    private static final Pattern IN_A_POD = Pattern.compile(".*/pods/+[^/]+/+(?<what>exec|attach|portforward)/*");
    private static final Pattern SECRETS = Pattern.compile("/+api/+v1/+(watch/+)?(namespaces/+[^/]+/+)?secrets(/.*)?");
    private static final Pattern LOG = Pattern.compile("/+api/+v1/+namespaces/+[^/]+/+pods/+[^/]+/+log/*");
    private static final Pattern LASTING = Pattern.compile("&(watch|follow)(=(true|1|t|T|TRUE|True))?(&|$)");

    private Deeds() {}

    /**
     * @param method as sent
     * @param rawPath path at the API server, as sent
     * @param upgrade whether the connection is to speak another protocol: then nobody sees what is done with it
     */
    static boolean changes(String method, String rawPath, String rawQuery, boolean upgrade) {
        String path = decoded(rawPath);
        return switch (method) {
            case "GET", "HEAD", "OPTIONS" -> IN_A_POD.matcher(path).matches() || upgrade && !looks(path, rawQuery);
            case "POST" -> !ABOUT_ONESELF.matcher(path).matches();
            default -> true;
        };
    }

    /** Whether its answer may hold values of Secrets. */
    static boolean reveals(String rawPath) {
        return SECRETS.matcher(decoded(rawPath)).matches();
    }

    /** Watches and logs may come over WebSockets too. */
    private static boolean looks(String path, String rawQuery) {
        boolean clear = !path.contains("..") && !path.contains("/proxy");
        return clear && (LOG.matcher(path).matches() || LASTING.matcher("&" + rawQuery).find());
    }

    /** Whether its answer may last, or be silent, for long: watches, logs that are followed, what pods and services answer. */
    static boolean lasting(String method, String rawPath, String rawQuery) {
        boolean maybe = rawQuery.contains("watch") || rawQuery.contains("follow");
        boolean endless = maybe && LASTING.matcher("&" + rawQuery).find() || rawPath.contains("/watch/") || rawPath.contains("/proxy");
        return endless && method.equals("GET");
    }

    /** The word for the record of what was done: {@code k8s.create}, {@code k8s.exec}. */
    static String word(String method, String rawPath) {
        var pod = IN_A_POD.matcher(decoded(rawPath));
        if (pod.matches()) {
            return "k8s." + pod.group("what");
        }
        return "k8s." + switch (method) {
            case "POST" -> "create";
            case "PUT" -> "update";
            default -> method.toLowerCase(Locale.ROOT);
        };
    }

    private static String decoded(String rawPath) {
        if (rawPath.indexOf('%') < 0) {
            return rawPath;
        }
        try {
            return URLDecoder.decode(rawPath.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return rawPath;
        }
    }
}
