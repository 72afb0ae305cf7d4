package dev.fresnel.insight;

import dev.fresnel.api.http.Response;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** {@code GET /healthz}: answers while the process can. */
@Component
@RootRoute(path = "/healthz", open = true)
public final class HealthEndpoint implements RootEndpoint {
    @Activate
    public HealthEndpoint() {}

    @Override
    public Response handle(RootRequest request) {
        return Response.json(Map.of("status", "up"));
    }
}
