package dev.fresnel.kubernetes.cluster;

import dev.fresnel.kubernetes.kubeconfig.Server;
import dev.fresnel.kubernetes.kubeconfig.User;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as its source describes it; when two are equal, nothing has changed.
 *
 * @param name what people read
 * @param source {@code kubeconfig}, {@code in-cluster}, {@code demo} or {@code plugin}
 * @param namespace default namespace, {@code ""} when none is named
 * @param context the kubeconfig context, {@code ""} when there is none
 * @param owner as whom the local user asks; {@code null} = everybody needs a token of their own
 * @param direct whether the API server itself answers there (live-store rule R4)
 * @param broken why it cannot be used
 */
record Definition(
        String id,
        String name,
        String source,
        String namespace,
        String context,
        Server server,
        @Nullable User owner,
        boolean direct,
        @Nullable String broken) {}
