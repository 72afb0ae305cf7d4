package dev.fresnel.access;

import dev.fresnel.api.http.Response;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import dev.fresnel.spi.principal.Principal;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code GET /auth/methods}: how one may come in; says nothing of clusters or people. */
@Component
@RootRoute(path = "/auth/methods", open = true)
public final class MethodsEndpoint implements RootEndpoint {
    /** The answer. */
    record Methods(List<Door.Offer> doors, boolean signedIn) {}

    private final Access access;

    @Activate
    public MethodsEndpoint(@Reference Access access) {
        this.access = access;
    }

    @Override
    public Response handle(RootRequest request) {
        var offers = access.doors().stream().map(Door::offer).flatMap(Optional::stream).toList();
        return Response.json(new Methods(offers, request.principal().door() != Principal.Door.NONE));
    }
}
