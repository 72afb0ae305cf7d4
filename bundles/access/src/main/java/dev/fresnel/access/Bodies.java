package dev.fresnel.access;

import dev.fresnel.api.http.Request;
import dev.fresnel.api.plugin.Problem;

/** What bodies of requests must be. */
final class Bodies {
    private Bodies() {}

    /** Forms of other sites can send everything but this. @throws Problem INVALID */
    static void requireJson(Request request) {
        String type = request.header("content-type").orElse("").toLowerCase(java.util.Locale.ROOT);
        if (!type.equals("application/json") && !type.startsWith("application/json;")) {
            throw new Problem(Problem.Kind.INVALID, "CONTENT_TYPE", "Send application/json.");
        }
    }
}
