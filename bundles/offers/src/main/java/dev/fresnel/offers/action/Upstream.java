package dev.fresnel.offers.action;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.Transport;
import dev.fresnel.spi.transport.UpstreamRequest;
import dev.fresnel.spi.transport.UpstreamResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Requests to one API server as one principal. */
record Upstream(Transport transport, JsonCodec json, Principal principal, String cluster) {
    private static final int LARGEST = 16 << 20;

    /**
     * What an API server answered.
     *
     * @param body the object, or the Status that says why not
     */
    record Reply(int status, Json body, long retryAfter) {
        boolean ok() {
            return status / 100 == 2;
        }

        /** What it says, in its own words. */
        String text() {
            String message = body.get("message").text();
            // of an eviction the message says that a budget is in the way, and a cause which one
            String budgets = String.join(" ", body.at("/details/causes").items().stream()
                    .filter(cause -> cause.get("reason").text().equals("DisruptionBudget"))
                    .map(cause -> cause.get("message").text())
                    .toList());
            return message.isEmpty() ? "HTTP " + status : budgets.isEmpty() ? message : message + " " + budgets;
        }
    }

    Reply get(ObjectRef ref) {
        return get(ref, "");
    }

    Reply get(ObjectRef ref, String subresource) {
        return send(UpstreamRequest.get(path(ref, subresource), "application/json"));
    }

    Reply send(Step step, boolean dry) {
        String path = step.creates() ? collection(step.target()) : path(step.target(), step.subresource());
        String own = step.query().replace(Step.MANAGER, "fieldManager=" + encode(principal.fieldManager()));
        String query = dry ? (own.isEmpty() ? "dryRun=All" : own + "&dryRun=All") : own;
        byte[] body = (dry && step.method().equals("DELETE") ? dry(step.body()) : step.body()).getBytes(StandardCharsets.UTF_8);
        var headers = Map.of("Accept", List.of("application/json"), "Content-Type", List.of(step.contentType()));
        return send(new UpstreamRequest(
                step.method(), query.isEmpty() ? path : path + "?" + query, headers, new ByteArrayInputStream(body), body.length, Duration.ofSeconds(60)));
    }

    /** The options of a deletion stand in its body; where there is one, an API server does not look at the query at all. */
    private static String dry(String options) {
        return "{\"dryRun\":[\"All\"]," + options.substring(1);
    }

    private Reply send(UpstreamRequest request) {
        try (UpstreamResponse response = transport.open(principal, cluster, request); InputStream in = text(response)) {
            List<String> after = response.headers().getOrDefault("retry-after", List.of());
            long wait = after.isEmpty() || !after.getFirst().matches("\\d{1,5}") ? 0 : Long.parseLong(after.getFirst());
            return new Reply(response.status(), parse(in, response.status()), wait);
        } catch (IOException broken) {
            throw new Problem(Problem.Kind.CLUSTER_DOWN, "ACTION_CONNECTION", "The connection broke: " + broken.getMessage(), Map.of(), broken);
        }
    }

    private Json parse(InputStream in, int status) {
        try {
            return json.parse(in, LARGEST);
        } catch (Problem none) {
            if (status / 100 == 2) {
                throw none;
            }
            return json.parse("{}".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static InputStream text(UpstreamResponse response) throws IOException {
        boolean gzip = response.headers().getOrDefault("content-encoding", List.of()).contains("gzip");
        return gzip ? new GZIPInputStream(response.body()) : response.body();
    }

    static String path(ObjectRef ref, String subresource) {
        return collection(ref) + "/" + encode(ref.name()) + (subresource.isEmpty() ? "" : "/" + encode(subresource));
    }

    private static String collection(ObjectRef ref) {
        Kind kind = ref.kind();
        String base = kind.group().isEmpty() ? "/api/" + encode(kind.version()) : "/apis/" + encode(kind.group()) + "/" + encode(kind.version());
        return base + (ref.namespace().isEmpty() ? "" : "/namespaces/" + encode(ref.namespace())) + "/" + encode(kind.resource());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
