package dev.fresnel.access;

import dev.fresnel.api.http.Response;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** {@code GET /api/v1/me}: who the caller is. */
@Component
@RootRoute(path = "/api/v1/me")
public final class MeEndpoint implements RootEndpoint {
    /** The answer. */
    record Me(String name, String door) {}

    @Activate
    public MeEndpoint() {}

    @Override
    public Response handle(RootRequest request) {
        var principal = request.principal();
        return Response.json(new Me(principal.name(), principal.door().name().toLowerCase(Locale.ROOT)));
    }
}
