package dev.fresnel.http.server;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Answers that say why not, as RFC 9457 wants them. */
final class Refusals {
    private static final String TYPE = "application/problem+json";

    private final JsonCodec codec;

    Refusals(JsonCodec codec) {
        this.codec = codec;
    }

    Response of(Problem problem) {
        var answer = body(problem.kind().status(), problem.kind(), problem.code(), problem.text(), problem.args());
        if (problem.args().get("retryAfter") instanceof Number seconds) {
            answer = answer.withHeader("Retry-After", seconds.toString());
        }
        return problem.kind() == Problem.Kind.UNAUTHENTICATED ? answer.withHeader("WWW-Authenticate", "Bearer") : answer;
    }

    Response unknown(String path) {
        return body(404, Problem.Kind.MISSING, "ROUTE_UNKNOWN", "Nothing answers at this path.", Map.of("path", path));
    }

    Response wrongMethod(Set<Method> allowed) {
        return body(405, Problem.Kind.INVALID, "METHOD_NOT_ALLOWED", "This path does not take that method.", Map.of())
                .withHeader("Allow", names(allowed));
    }

    Response tooLarge(int limit) {
        return body(431, Problem.Kind.INVALID, "HEADER_TOO_LARGE", "The request's head is longer than " + limit + " bytes.", Map.of("limit", limit));
    }

    Response starting(String what) {
        return body(503, Problem.Kind.CLUSTER_DOWN, "STARTING", "The server is not ready yet: it waits for " + what + ".", Map.of("waitsFor", what))
                .withHeader("Retry-After", "1");
    }

    /** A bug tells its number alone; the log has the rest under it. */
    Response bug(String request) {
        return body(500, Problem.Kind.BUG, "BUG", "Something went wrong here; the server's log says more under this request's number.", Map.of("request", request));
    }

    /** What Jetty itself refuses, before anybody could look at it. */
    Response malformed(int status) {
        var kind = status >= 500 ? Problem.Kind.BUG : Problem.Kind.INVALID;
        return body(status, kind, "REQUEST_MALFORMED", "The server cannot take this request as it was sent.", Map.of());
    }

    Response upgradeNeeded() {
        return body(426, Problem.Kind.INVALID, "WEBSOCKET_NEEDED", "Here answers a WebSocket with the subprotocol fresnel.v1.", Map.of())
                .withHeader("Upgrade", "websocket");
    }

    private Response body(int status, Problem.Kind kind, String code, String text, Map<String, Object> args) {
        var document = document(status, kind, code, text, args);
        return new Response(status, Map.of("Content-Type", List.of(TYPE)), new Response.Bytes(codec.write(document)));
    }

    /** The members of a problem, for answers and frames alike. */
    static Map<String, Object> document(Problem problem) {
        return document(problem.kind().status(), problem.kind(), problem.code(), problem.text(), problem.args());
    }

    private static Map<String, Object> document(int status, Problem.Kind kind, String code, String text, Map<String, Object> args) {
        var members = new LinkedHashMap<String, Object>();
        members.put("type", "about:blank");
        members.put("status", status);
        members.put("title", title(status));
        members.put("detail", text);
        members.put("code", code);
        members.put("kind", kind.name());
        members.put("args", args);
        return members;
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad request";
            case 401 -> "Not signed in";
            case 403 -> "Forbidden";
            case 404 -> "Not found";
            case 405 -> "Method not allowed";
            case 409 -> "Conflict";
            case 413 -> "Too large";
            case 421 -> "Misdirected request";
            case 426 -> "Upgrade required";
            case 429 -> "Too many requests";
            case 431 -> "Header too large";
            case 503 -> "Not available";
            case 504 -> "No answer in time";
            default -> status < 500 ? "Bad request" : "Server error";
        };
    }

    static String names(Set<Method> methods) {
        return methods.stream().map(Enum::name).collect(Collectors.joining(", "));
    }
}
