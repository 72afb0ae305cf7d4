package dev.fresnel.map;

import dev.fresnel.api.graph.MapSource;
import org.osgi.service.component.annotations.Component;

/** Where a GRPCRoute leads. */
@Component(service = MapSource.class)
public final class GrpcRouteEdges extends Route {
    public GrpcRouteEdges() {
        super("grpcroutes", "GRPCRoute");
    }
}
