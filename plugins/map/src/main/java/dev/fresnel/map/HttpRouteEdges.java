package dev.fresnel.map;

import dev.fresnel.api.graph.MapSource;
import org.osgi.service.component.annotations.Component;

/** Where an HTTPRoute leads. */
@Component(service = MapSource.class)
public final class HttpRouteEdges extends Route {
    public HttpRouteEdges() {
        super("httproutes", "HTTPRoute");
    }
}
