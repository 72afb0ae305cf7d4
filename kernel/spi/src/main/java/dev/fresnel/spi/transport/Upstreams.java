package dev.fresnel.spi.transport;

import dev.fresnel.spi.principal.Principal;
import java.util.Optional;

/**
 * The ways to API servers for whoever carries bytes on sockets of its own and must not wait; {@link Transport} is for all others. Both
 * know the same clusters, credentials, certificates and proxies.
 */
public interface Upstreams {
    /**
     * The way of one request, when nobody has to be asked first. Returns at once.
     *
     * @param cluster cluster id
     * @return empty when {@link #way} has to ask somebody, a credential program for example
     * @throws dev.fresnel.api.plugin.Problem MISSING (no such cluster), UNAUTHENTICATED (no usable credential), CLUSTER_DOWN (it did not
     *     answer a moment ago, or its configuration cannot be used)
     */
    Optional<Way> ready(Principal principal, String cluster);

    /**
     * The same, but asks whom it has to ask. Blocks: call it on a virtual thread.
     *
     * @throws dev.fresnel.api.plugin.Problem as {@link #ready}
     */
    Way way(Principal principal, String cluster);
}
