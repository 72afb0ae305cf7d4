package dev.fresnel.spi.transport;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One cluster, as far as is known now. JSON shape {@code Cluster} of the interfaces page.
 *
 * @param id page and route id
 * @param name what people read
 * @param source {@code demo}, {@code kubeconfig}, {@code in-cluster}, or {@code plugin} for other clusters that plugins announce
 * @param state whether its API server answers
 * @param since when that state began
 * @param version {@code v1.36.1}, once known
 * @param detail why it is down or broken, in words
 * @param namespace default namespace of the context
 * @param context name of the kubeconfig context
 */
public record ClusterInfo(
        String id,
        String name,
        String source,
        State state,
        Instant since,
        @Nullable String version,
        @Nullable String detail,
        @Nullable String namespace,
        @Nullable String context) {
    /** Whether the API server answers; BROKEN = its configuration cannot be used. */
    public enum State {
        CONNECTING,
        UP,
        DOWN,
        BROKEN
    }
}
