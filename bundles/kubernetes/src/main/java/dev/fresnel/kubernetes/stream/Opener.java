package dev.fresnel.kubernetes.stream;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.kubernetes.cluster.Sockets;
import dev.fresnel.kubernetes.upstream.Link;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.Transport;
import dev.fresnel.spi.transport.UpstreamRequest;
import dev.fresnel.spi.transport.UpstreamResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;

/** Opens streams at the API server, and says in its own words why it would not. */
record Opener(Transport transport, Sockets sockets, JsonCodec json) {
    private static final int LARGEST_REFUSAL = 64 * 1024;

    /** @throws Problem as the API server's answer says */
    Link.Upgraded socket(Principal principal, String cluster, String target, List<String> protocols, WebSocket.Listener listener) {
        try {
            return ours(() -> sockets.socket(principal, cluster, target, protocols, listener));
        } catch (Link.Refused refused) {
            throw refused(principal, cluster, target, refused.status());
        }
    }

    UpstreamResponse open(Principal principal, String cluster, UpstreamRequest request) {
        return ours(() -> transport.open(principal, cluster, request));
    }

    /** A connection to the cluster may begin here and outlive the plugin: its threads must not inherit the plugin's class loader. */
    private static <T> T ours(Supplier<T> call) {
        Thread thread = Thread.currentThread();
        ClassLoader callers = thread.getContextClassLoader();
        thread.setContextClassLoader(Opener.class.getClassLoader());
        try {
            return call.get();
        } finally {
            thread.setContextClassLoader(callers);
        }
    }

    /** The handshake's answer has no body to read: asked again as a plain request, the API server says why. */
    private Problem refused(Principal principal, String cluster, String target, int status) {
        try (UpstreamResponse answer = open(principal, cluster, UpstreamRequest.get(target, "application/json"))) {
            return answer.status() == status ? problem(answer, "The cluster would not open it: HTTP " + status + ".") : plain(status);
        }
    }

    private static Problem plain(int status) {
        return new Problem(
                kind(status), "STREAM_REFUSED", "The cluster, or a proxy on the way to it, lets no WebSocket pass: HTTP " + status + ".",
                Map.of("status", status), null);
    }

    /** What an answer that is no success says. */
    Problem problem(UpstreamResponse answer, String otherwise) {
        String text = "";
        try {
            text = json.parse(text(answer), LARGEST_REFUSAL).get("message").text();
        } catch (Problem | IOException none) {
            // the status says enough
        }
        return new Problem(kind(answer.status()), "STREAM_REFUSED", text.isEmpty() ? otherwise : text, Map.of("status", answer.status()), null);
    }

    static InputStream text(UpstreamResponse answer) throws IOException {
        boolean gzip = answer.headers().getOrDefault("content-encoding", List.of()).contains("gzip");
        return gzip ? new GZIPInputStream(answer.body()) : answer.body();
    }

    private static Problem.Kind kind(int status) {
        return switch (status) {
            case 400, 422 -> Problem.Kind.INVALID;
            case 401 -> Problem.Kind.UNAUTHENTICATED;
            case 403 -> Problem.Kind.FORBIDDEN;
            case 404 -> Problem.Kind.MISSING;
            case 409 -> Problem.Kind.CONFLICT;
            case 429 -> Problem.Kind.LIMITED;
            default -> Problem.Kind.CLUSTER_DOWN;
        };
    }
}
