package dev.fresnel.live.store;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.Transport;
import dev.fresnel.spi.transport.UpstreamRequest;
import dev.fresnel.spi.transport.UpstreamResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One object, asked for with the caller's own credential each time (rule R7, names only): the API server itself is the gate.
 *
 * @param scope the kind, in the object's namespace
 */
public record Single(Transport transport, Weather weather, Principal principal, Scope scope, String name) {
    private static final String JSON = "application/json";

    /**
     * The object now; empty when there is none.
     *
     * @throws Problem FORBIDDEN with verb, resource and namespace, or why the API server cannot be asked
     */
    public Optional<WholeObject> get() {
        try (UpstreamResponse response = open(scope.path() + "/" + Scope.encode(name))) {
            if (response.status() == 404) {
                return Optional.empty();
            }
            if (response.status() != 200) {
                Refusal refusal = Refusal.of(response);
                Problem problem = problem("get", refusal);
                throw refusal.denied() && weather.settling(scope.cluster()) ? Weather.unbelieved(problem) : problem;
            }
            return Optional.of(WholeObject.read(text(response), scope.secret()));
        } catch (IOException broken) {
            throw new Problem(Problem.Kind.CLUSTER_DOWN, "LIVE_CONNECTION_BROKEN",
                    "The connection broke while reading " + name + ": " + broken.getMessage(), Map.of(), broken);
        }
    }

    /**
     * Watches it; the answer's status may be anything.
     *
     * @param seconds when the API server is to end the watch; then it must be opened, and authorised, again
     */
    public UpstreamResponse watch(String version, int seconds) {
        String field = Scope.encode("metadata.name=" + name);
        return open(scope.path() + "?watch=1&allowWatchBookmarks=true&fieldSelector=" + field + "&resourceVersion="
                + Scope.encode(version) + "&timeoutSeconds=" + seconds);
    }

    private UpstreamResponse open(String target) {
        return transport.open(principal, scope.cluster(), UpstreamRequest.get(target, JSON));
    }

    /** The body as JSON text. */
    public static InputStream text(UpstreamResponse response) throws IOException {
        return Wire.text(response);
    }

    private Problem problem(String verb, Refusal refusal) {
        Map<String, Object> args = new LinkedHashMap<>();
        args.put("verb", verb);
        args.put("resource", scope.kind().id());
        args.put("namespace", scope.namespace());
        args.put("name", name);
        args.put("cluster", scope.cluster());
        return switch (refusal.status()) {
            case 401 -> new Problem(Problem.Kind.UNAUTHENTICATED, "LIVE_UNAUTHENTICATED", refusal.text(), args, null);
            case 403 -> new Problem(Problem.Kind.FORBIDDEN, "LIVE_FORBIDDEN",
                    "You may not get " + scope.kind().id() + " " + name + " (verb get). " + refusal.text(), args, null);
            case 429 -> new Problem(Problem.Kind.LIMITED, "LIVE_LIMITED", refusal.text(), args, null);
            default -> new Problem(Problem.Kind.CLUSTER_DOWN, "LIVE_GET_FAILED", refusal.text(), args, null);
        };
    }
}
