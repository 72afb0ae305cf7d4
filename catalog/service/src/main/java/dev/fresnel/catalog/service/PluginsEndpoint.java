package dev.fresnel.catalog.service;

import dev.fresnel.api.http.Response;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** GET /api/v1/plugins: every build that is known, serving or refused, with reasons. */
@Component(service = RootEndpoint.class)
@RootRoute(path = "/api/v1/plugins")
public final class PluginsEndpoint implements RootEndpoint {
    private final Catalog catalog;

    @Activate
    public PluginsEndpoint(@Reference Catalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public Response handle(RootRequest request) {
        return Response.json(catalog.list()).withHeader("Cache-Control", "no-store");
    }
}
