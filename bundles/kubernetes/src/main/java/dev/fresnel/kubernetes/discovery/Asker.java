package dev.fresnel.kubernetes.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.Transport;
import dev.fresnel.spi.transport.UpstreamRequest;
import dev.fresnel.spi.transport.UpstreamResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gets JSON documents of one cluster as one principal. */
final class Asker {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Transport transport;
    private final Principal principal;
    private final String cluster;

    Asker(Transport transport, Principal principal, String cluster) {
        this.transport = transport;
        this.principal = principal;
        this.cluster = cluster;
    }

    /**
     * One answer.
     *
     * @param document missing when the status is not 200
     */
    record Reply(int status, String etag, JsonNode document) {
        boolean ok() {
            return status == 200;
        }
    }

    /** @param etag that of the document known already, {@code ""} for none; unchanged = status 304 */
    Reply get(String target, String accept, String etag) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("Accept", List.of(accept));
        if (!etag.isEmpty()) {
            headers.put("If-None-Match", List.of(etag));
        }
        var request = new UpstreamRequest("GET", target, headers, InputStream.nullInputStream(), 0, Duration.ofSeconds(20));
        try (UpstreamResponse answer = transport.open(principal, cluster, request)) {
            String tag = answer.headers().getOrDefault("etag", List.of("")).getFirst();
            JsonNode document = answer.status() == 200 ? JSON.readTree(answer.body()) : JSON.missingNode();
            return new Reply(answer.status(), tag, document);
        } catch (IOException e) {
            throw new Problem(
                    Problem.Kind.CLUSTER_DOWN, "DISCOVERY_FAILED", "The answer to " + target + " broke off or was no JSON.", Map.of(), e);
        }
    }

    /** What a status other than 200 means for somebody who wants to know what there is. */
    static Problem refusal(int status, String target) {
        return switch (status) {
            case 401 -> new Problem(Problem.Kind.UNAUTHENTICATED, "CLUSTER_UNAUTHENTICATED", "The cluster does not know who you are: sign in again.");
            case 403 -> new Problem(Problem.Kind.FORBIDDEN, "DISCOVERY_FORBIDDEN", "You may not ask this cluster what it serves (" + target + ").");
            default -> new Problem(Problem.Kind.CLUSTER_DOWN, "DISCOVERY_FAILED", "The API server answered " + status + " to " + target + ".");
        };
    }
}
