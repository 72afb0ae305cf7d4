package dev.fresnel.spi.transport;

import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A request for an API server.
 *
 * @param method HTTP method
 * @param target path and query as they go on the wire: {@code /api/v1/pods?watch=1}
 * @param headers end-to-end headers; credentials, Host and User-Agent (when absent) are added by the transport
 * @param body what to send, read once
 * @param length its bytes; -1 = not known (chunked), 0 = no body
 * @param headTimeout how long to wait for the head of the answer
 */
public record UpstreamRequest(
        String method,
        String target,
        Map<String, List<String>> headers,
        InputStream body,
        long length,
        Duration headTimeout) {
    public static UpstreamRequest get(String target, String accept) {
        return new UpstreamRequest(
                "GET", target, Map.of("Accept", List.of(accept)), InputStream.nullInputStream(), 0, Duration.ofSeconds(30));
    }
}
