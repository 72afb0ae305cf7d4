package dev.fresnel.kubernetes.cluster;

import dev.fresnel.kubernetes.upstream.Link;
import dev.fresnel.spi.principal.Principal;
import java.net.http.WebSocket;
import java.util.List;

/** Opens WebSockets with API servers as a principal. */
@FunctionalInterface
public interface Sockets {
    /**
     * Blocks until it is open.
     *
     * @param target path and query at the API server
     * @param protocols subprotocols, best first
     * @param listener called on threads of the link, never by two at once
     * @throws Link.Refused when the API server answers with something else
     * @throws dev.fresnel.api.plugin.Problem as {@link dev.fresnel.spi.transport.Transport#open}
     */
    Link.Upgraded socket(Principal principal, String cluster, String target, List<String> protocols, WebSocket.Listener listener);
}
