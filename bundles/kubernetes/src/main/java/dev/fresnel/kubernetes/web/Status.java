package dev.fresnel.kubernetes.web;

import dev.fresnel.api.http.Response;
import dev.fresnel.api.plugin.Problem;
import java.util.LinkedHashMap;
import java.util.Map;

/** Errors as kubectl expects them: the Kubernetes object {@code Status}. */
final class Status {
    private Status() {}

    static Response of(Problem problem) {
        return of(problem.kind().status(), reason(problem.kind()), problem.text());
    }

    static Response of(int code, String reason, String message) {
        var status = new LinkedHashMap<String, Object>();
        status.put("kind", "Status");
        status.put("apiVersion", "v1");
        status.put("metadata", Map.of());
        status.put("status", "Failure");
        status.put("message", message);
        status.put("reason", reason);
        status.put("code", code);
        return Response.json(status).withStatus(code);
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
