package dev.fresnel.live.store;

import dev.fresnel.api.plugin.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why something may not be seen, or not any more, in words for the page. */
public final class Denial {
    /** The session with which it was seen has ended; {@code args.reason} says why. */
    public static final String SESSION = "LIVE_SESSION_ENDED";

    /** A list is not held, for it does not fit into memory. */
    public static final String TOO_BIG = "LIVE_TOO_BIG";

    private static final String MOVED = "LIVE_MOVED";

    private Denial() {}

    /** Whether asking again may help at once or soon: what was lost is to be joined again. */
    public static boolean passing(Problem problem) {
        return switch (problem.kind()) {
            case CLUSTER_DOWN, UPSTREAM_TIMEOUT, LIMITED, BUG -> true;
            default -> problem.code().equals(MOVED);
        };
    }

    /** Another store serves it from now on. */
    static Problem moved(Scope scope) {
        return problem(Problem.Kind.CONFLICT, MOVED, scope, "Rights or the cluster have changed; " + scope.kind().id() + " must be joined again.");
    }

    static Problem session(Scope scope, String reason) {
        Problem plain = problem(Problem.Kind.UNAUTHENTICATED, SESSION, scope, "The session has ended: " + reason + ".");
        Map<String, Object> args = new LinkedHashMap<>(plain.args());
        args.put("reason", reason);
        return new Problem(plain.kind(), plain.code(), plain.text(), args, null);
    }

    static Problem removed(Scope scope) {
        return problem(Problem.Kind.MISSING, "LIVE_CLUSTER_GONE", scope, "The cluster was removed.");
    }

    static Problem forbidden(Scope scope, String detail) {
        String where = scope.namespace().isEmpty() ? "" : " in " + scope.namespace();
        return problem(Problem.Kind.FORBIDDEN, "LIVE_FORBIDDEN", scope,
                "You may not list " + scope.kind().id() + where + " (verb list). " + detail);
    }

    /** What a status of the API server means for good; null when it may pass. */
    static @Nullable Problem of(Scope scope, int status, String text) {
        return switch (status) {
            case 401 -> problem(Problem.Kind.UNAUTHENTICATED, "LIVE_UNAUTHENTICATED", scope, text);
            case 403 -> forbidden(scope, text);
            case 404 -> problem(Problem.Kind.MISSING, "LIVE_RESOURCE_UNKNOWN", scope, text);
            default -> null;
        };
    }

    private static Problem problem(Problem.Kind kind, String code, Scope scope, String text) {
        Map<String, Object> args = new LinkedHashMap<>();
        args.put("verb", "list");
        args.put("resource", scope.kind().id());
        args.put("namespace", scope.namespace());
        args.put("cluster", scope.cluster());
        return new Problem(kind, code, text, args, null);
    }
}
