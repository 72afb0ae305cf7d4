package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A refusal with the code, reason and words of a Kubernetes {@code Status}. */
public final class ApiFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;
    private final String reason;
    private final transient ObjectNode details;

    private ApiFailure(int code, String reason, String message, ObjectNode details) {
        super(message, null, false, false);
        this.code = code;
        this.reason = reason;
        this.details = details;
    }

    /** One wrong field of an object, as the API server words it. */
    public record Cause(String field, String reason, String message) {}

    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }

    public ObjectNode status() {
        ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure").put("message", getMessage()).put("reason", reason);
        if (!details.isEmpty()) {
            status.set("details", details);
        }
        return status.put("code", code);
    }

    private static ObjectNode about(ResourceType type, String name) {
        ObjectNode details = Json.object().put("name", name);
        if (!type.group().isEmpty()) {
            details.put("group", type.group());
        }
        return details.put("kind", type.resource());
    }

    public static ApiFailure notFound(ResourceType type, String name) {
        return new ApiFailure(404, "NotFound", type.qualified() + " \"" + name + "\" not found", about(type, name));
    }

    public static ApiFailure noRoute() {
        return new ApiFailure(404, "NotFound", "the server could not find the requested resource", Json.object());
    }

    public static ApiFailure alreadyExists(ResourceType type, String name) {
        return new ApiFailure(409, "AlreadyExists", type.qualified() + " \"" + name + "\" already exists", about(type, name));
    }

    public static ApiFailure conflict(ResourceType type, String name, String why) {
        return new ApiFailure(409, "Conflict", "Operation cannot be fulfilled on " + type.qualified() + " \"" + name + "\": " + why,
                about(type, name));
    }

    static ApiFailure stale(ResourceType type, String name) {
        return conflict(type, name, "the object has been modified; please apply your changes to the latest version and try again");
    }

    public static ApiFailure forbidden(ResourceType type, String name, String why) {
        return new ApiFailure(403, "Forbidden", type.qualified() + " \"" + name + "\" is forbidden: " + why, about(type, name));
    }

    public static ApiFailure invalid(ResourceType type, String name, List<Cause> causes) {
        ObjectNode details = about(type, name).put("kind", type.kind());
        for (Cause cause : causes) {
            details.withArray("causes").addObject().put("reason", cause.reason()).put("message", cause.message()).put("field", cause.field());
        }
        String words = String.join(", ", causes.stream().map(cause -> cause.field() + ": " + cause.message()).toList());
        String kind = type.group().isEmpty() ? type.kind() : type.kind() + "." + type.group();
        return new ApiFailure(422, "Invalid", kind + " \"" + name + "\" is invalid: " + (causes.size() > 1 ? "[" + words + "]" : words), details);
    }

    public static ApiFailure badRequest(String message) {
        return new ApiFailure(400, "BadRequest", message, Json.object());
    }

    static ApiFailure notAllowed() {
        return new ApiFailure(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", Json.object());
    }

    static ApiFailure notAcceptable(String offered) {
        return new ApiFailure(406, "NotAcceptable", "only the following media types are accepted: " + offered, Json.object());
    }

    static ApiFailure unsupported(String offered) {
        return new ApiFailure(415, "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include: " + offered, Json.object());
    }

    static ApiFailure expired(String message) {
        return new ApiFailure(410, "Expired", message, Json.object());
    }

    static ApiFailure tooManyRequests(String message, ObjectNode details) {
        return new ApiFailure(429, "TooManyRequests", message, details);
    }

    public static ApiFailure unauthorized() {
        return new ApiFailure(401, "Unauthorized", "Unauthorized", Json.object());
    }

    public static ApiFailure starting() {
        return new ApiFailure(503, "ServiceUnavailable", "the demo cluster is being populated", Json.object());
    }

    static ApiFailure internal(String message) {
        return new ApiFailure(500, "InternalError", "Internal error occurred: " + message, Json.object());
    }
}
