package dev.fresnel.map;

import dev.fresnel.api.graph.MapSource;
import org.osgi.service.component.annotations.Component;

/** Where a TLSRoute leads. */
@Component(service = MapSource.class)
public final class TlsRouteEdges extends Route {
    public TlsRouteEdges() {
        super("tlsroutes", "TLSRoute");
    }
}
