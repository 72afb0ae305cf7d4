package dev.fresnel.live.store;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.spi.transport.Clusters.ServedKind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * What one upstream request covers: a kind in all namespaces or in one.
 *
 * @param cluster cluster id
 * @param served the kind and what the cluster says of it
 * @param namespace {@code ""} = all
 */
public record Scope(String cluster, ServedKind served, String namespace) {
    public Kind kind() {
        return served.kind();
    }

    /** Metadata alone may reach us of these (rule R14). */
    public boolean secret() {
        return served.kind().resource().equals("secrets") && served.kind().group().isEmpty();
    }

    /** Figures that are new every quarter of a minute, and not sooner. */
    boolean measured() {
        return served.kind().group().equals("metrics.k8s.io");
    }

    boolean watchable() {
        return served.verbs().contains("watch");
    }

    Scope in(String other) {
        return new Scope(cluster, served, other);
    }

    /** Path of the collection: {@code /apis/apps/v1/namespaces/a/deployments}. */
    public String path() {
        Kind kind = served.kind();
        String base = kind.group().isEmpty() ? "/api/" + kind.version() : "/apis/" + kind.group() + "/" + kind.version();
        return base + (namespace.isEmpty() ? "" : "/namespaces/" + encode(namespace)) + "/" + kind.resource();
    }

    /** Text as part of a path or query. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
