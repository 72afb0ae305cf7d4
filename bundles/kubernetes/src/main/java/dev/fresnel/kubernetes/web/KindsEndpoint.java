package dev.fresnel.kubernetes.web;

import dev.fresnel.api.http.Response;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import dev.fresnel.spi.transport.Clusters;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code GET /api/v1/clusters/{id}/kinds}: what a cluster serves to the caller. */
@Component
@RootRoute(path = "/api/v1/clusters/{id}/kinds")
public final class KindsEndpoint implements RootEndpoint {
    private final Clusters clusters;

    @Activate
    public KindsEndpoint(@Reference Clusters clusters) {
        this.clusters = clusters;
    }

    @Override
    public Response handle(RootRequest request) {
        return Response.json(ClusterJson.kinds(clusters.discovery(request.principal(), request.pathParam("id"))));
    }
}
