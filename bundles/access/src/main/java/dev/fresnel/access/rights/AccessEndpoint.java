package dev.fresnel.access.rights;

import dev.fresnel.api.http.Response;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import dev.fresnel.spi.principal.Permissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code GET /api/v1/access}: what the caller may do with Fresnel itself, so that a page offers nothing else. */
@Component
@RootRoute(path = "/api/v1/access")
public final class AccessEndpoint implements RootEndpoint {
    private record Right(String verb, String resource) {}

    private static final List<Right> RIGHTS = List.of(
            new Right("get", Permissions.AUDIT), new Right("get", Permissions.INSIGHT), new Right("update", Permissions.PLUGINS));

    private final Permissions permissions;

    @Activate
    public AccessEndpoint(@Reference Permissions permissions) {
        this.permissions = permissions;
    }

    @Override
    public Response handle(RootRequest request) {
        var may = new TreeMap<String, Boolean>();
        RIGHTS.forEach(right -> may.put(right.verb() + " " + right.resource(), permissions.may(request.principal(), right.verb(), right.resource())));
        return Response.json(Map.of("may", may));
    }
}
