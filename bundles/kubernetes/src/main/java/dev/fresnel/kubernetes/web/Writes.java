package dev.fresnel.kubernetes.web;

import dev.fresnel.api.http.Method;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Tells requests that change something, or run something, from those that look. */
final class Writes {
    private static final Pattern ABOUT_ONESELF =
            Pattern.compile("/+apis/+authorization\\.k8s\\.io/+v1[a-z0-9]*/+selfsubject(access|rules)reviews/*"
                    + "|/+apis/+authentication\\.k8s\\.io/+v1[a-z0-9]*/+selfsubjectreviews/*");

    private static final Pattern IN_A_POD = Pattern.compile(".*/pods/+[^/]+/+(exec|attach|portforward)/*");

    private static final Pattern LASTING = Pattern.compile("&(watch|follow)(=(true|1|t|T|TRUE|True))?(&|$)");

    private Writes() {}

    /** @param rawPath path at the API server, as sent */
    static boolean changes(Method method, String rawPath) {
        String path = decoded(rawPath);
        return switch (method) {
            case GET, HEAD, OPTIONS -> IN_A_POD.matcher(path).matches();
            case POST -> !ABOUT_ONESELF.matcher(path).matches();
            default -> true;
        };
    }

    /** Whether its answer may last, or be silent, for long: watches, logs that are followed, what pods and services answer. */
    static boolean lasting(Method method, String rawPath, String rawQuery) {
        boolean endless = LASTING.matcher("&" + rawQuery).find() || rawPath.contains("/watch/") || rawPath.contains("/proxy");
        return method == Method.GET && endless;
    }

    private static String decoded(String rawPath) {
        try {
            return URLDecoder.decode(rawPath.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return rawPath;
        }
    }
}
