package dev.fresnel.map;

import dev.fresnel.api.graph.MapSource;
import org.osgi.service.component.annotations.Component;

/** Where a UDPRoute leads. */
@Component(service = MapSource.class)
public final class UdpRouteEdges extends Route {
    public UdpRouteEdges() {
        super("udproutes", "UDPRoute");
    }
}
