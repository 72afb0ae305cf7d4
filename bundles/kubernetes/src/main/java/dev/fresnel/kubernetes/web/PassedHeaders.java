package dev.fresnel.kubernetes.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which headers travel through the pass-through: end-to-end ones (RFC 9110 §7.6.1), but nothing by which a client could
 * say who it is, nor anything that an API server's application could set in our origin.
 */
final class PassedHeaders {
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer",
            "transfer-encoding", "upgrade");

    private static final Set<String> OURS = Set.of("authorization", "content-length", "cookie", "expect", "host");

    private PassedHeaders() {}

    /** @param headers names in lower case */
    static Map<String, List<String>> toUpstream(Map<String, List<String>> headers) {
        Set<String> named = named(headers);
        var passed = new LinkedHashMap<String, List<String>>();
        headers.forEach((name, values) -> {
            boolean identity = name.startsWith("impersonate-") || name.startsWith("x-remote-");
            if (!HOP_BY_HOP.contains(name) && !OURS.contains(name) && !named.contains(name) && !identity && !browser(name, values)) {
                passed.put(name, values);
            }
        });
        return passed;
    }

    /** API servers print prettily for browsers: twice the bytes, and no streaming. */
    private static boolean browser(String name, List<String> values) {
        return name.equals("user-agent") && values.stream().anyMatch(value -> value.startsWith("Mozilla/"));
    }

    static Map<String, List<String>> toClient(Map<String, List<String>> headers) {
        Set<String> named = named(headers);
        var passed = new LinkedHashMap<String, List<String>>();
        headers.forEach((name, values) -> {
            if (!HOP_BY_HOP.contains(name) && !named.contains(name) && !name.startsWith("set-cookie")) {
                passed.put(name, values);
            }
        });
        // Proxied pods and services may answer with pages of their own: never let them run as ours.
        passed.put("x-content-type-options", List.of("nosniff"));
        passed.put("content-security-policy", List.of("default-src 'none'; sandbox"));
        if (document(headers)) {
            passed.put("content-disposition", List.of("attachment"));
        }
        return passed;
    }

    private static boolean document(Map<String, List<String>> headers) {
        String type = headers.getOrDefault("content-type", List.of("")).getFirst().toLowerCase(Locale.ROOT);
        return type.contains("html") || type.contains("svg") || type.contains("xml");
    }

    private static Set<String> named(Map<String, List<String>> headers) {
        return headers.getOrDefault("connection", List.of()).stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    /** Whether the client wants to change to another protocol that a tunnel would have to carry. */
    static boolean upgrade(Map<String, List<String>> headers) {
        return named(headers).contains("upgrade")
                && headers.getOrDefault("upgrade", List.of()).stream().anyMatch(value -> !value.equalsIgnoreCase("h2c"));
    }
}
