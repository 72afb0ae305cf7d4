package dev.fresnel.map;

import dev.fresnel.api.graph.MapSource;
import org.osgi.service.component.annotations.Component;

/** Where a TCPRoute leads. */
@Component(service = MapSource.class)
public final class TcpRouteEdges extends Route {
    public TcpRouteEdges() {
        super("tcproutes", "TCPRoute");
    }
}
