package dev.fresnel.spi.transport;

import dev.fresnel.spi.principal.Principal;

/** Opens exchanges with API servers as a principal: the one place for TLS, proxies, exec plugins and token refresh. */
public interface Transport {
    /**
     * Sends one request and returns when the head of the answer is there; the body streams. Blocks: call it on a virtual
     * thread. An interrupt ends it. Any HTTP status is an answer, not an error.
     *
     * @param cluster cluster id
     * @throws dev.fresnel.api.plugin.Problem MISSING (no such cluster), UNAUTHENTICATED (no usable credential),
     *     CLUSTER_DOWN (cannot connect, TLS refused…), UPSTREAM_TIMEOUT
     */
    UpstreamResponse open(Principal principal, String cluster, UpstreamRequest request);
}
