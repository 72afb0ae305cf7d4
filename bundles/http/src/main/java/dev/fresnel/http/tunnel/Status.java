package dev.fresnel.http.tunnel;

import dev.fresnel.api.plugin.Problem;
import java.util.LinkedHashMap;
import java.util.Map;

/** Errors as kubectl expects them: the Kubernetes object {@code Status}. */
final class Status {
    private Status() {}

    static Map<String, Object> of(Problem problem) {
        var status = new LinkedHashMap<String, Object>();
        status.put("kind", "Status");
        status.put("apiVersion", "v1");
        status.put("metadata", Map.of());
        status.put("status", "Failure");
        status.put("message", problem.text());
        status.put("reason", reason(problem.kind()));
        status.put("code", problem.kind().status());
        return status;
    }

    private static String reason(Problem.Kind kind) {
        return switch (kind) {
            case INVALID, MISDIRECTED -> "BadRequest";
            case UNAUTHENTICATED -> "Unauthorized";
            case FORBIDDEN -> "Forbidden";
            case MISSING -> "NotFound";
            case CONFLICT -> "Conflict";
            case LIMITED -> "TooManyRequests";
            case BUG -> "InternalError";
            case CLUSTER_DOWN -> "ServiceUnavailable";
            case UPSTREAM_TIMEOUT -> "Timeout";
        };
    }
}
