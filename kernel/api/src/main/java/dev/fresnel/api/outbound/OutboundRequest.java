package dev.fresnel.api.outbound;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request to the outside.
 *
 * @param method HTTP method
 * @param uri http or https
 * @param headers without Host and Content-Length
 * @param body what to send
 * @param limit most bytes of answer, at most 64 MB
 * @param deadline for all of it, redirects included; at most 5 min
 */
public record OutboundRequest(String method, URI uri, Map<String, List<String>> headers, byte[] body, int limit, Duration deadline) {
    private static final int USUAL = 4 << 20;

    public OutboundRequest {
        headers = Map.copyOf(headers);
    }

    public static OutboundRequest get(URI uri) {
        return new OutboundRequest("GET", uri, Map.of(), new byte[0], USUAL, Duration.ofSeconds(30));
    }

    public static OutboundRequest post(URI uri, String contentType, byte[] body) {
        return new OutboundRequest("POST", uri, Map.of("Content-Type", List.of(contentType)), body, USUAL, Duration.ofSeconds(30));
    }

    public OutboundRequest header(String name, String value) {
        var all = new LinkedHashMap<>(headers);
        all.put(name, List.of(value));
        return new OutboundRequest(method, uri, all, body, limit, deadline);
    }

    public OutboundRequest within(Duration time) {
        return new OutboundRequest(method, uri, headers, body, limit, time);
    }
}
