package dev.fresnel.api.outbound;

import org.osgi.annotation.versioning.ProviderType;

/**
 * HTTP to hosts that the plugin asks for ({@code @Asks(outbound = …)}) and the admin grants; a service that each bundle gets for
 * itself. Names are looked up once and only public addresses are connected to, private ones where the admin names the host;
 * never this machine, never link-local or metadata addresses. Redirects (at most 3) are judged again and lose credentials on
 * another host. Blocks: call it on a virtual thread.
 */
@ProviderType
public interface Outbound {
    /**
     * @throws dev.fresnel.api.plugin.Problem FORBIDDEN {@code OUTBOUND_REFUSED} with the reason, UPSTREAM_TIMEOUT, LIMITED when the
     *     answer is longer than asked for, CLUSTER_DOWN {@code OUTBOUND_FAILED} when there is no connection
     */
    OutboundResponse send(OutboundRequest request);
}
