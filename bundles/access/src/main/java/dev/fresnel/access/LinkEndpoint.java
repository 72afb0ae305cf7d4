package dev.fresnel.access;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.http.Listener;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** {@code POST /auth/link}: a fresh link for another browser of the local user; single use, ten minutes. */
@Component
@RootRoute(method = Method.POST, path = "/auth/link")
public final class LinkEndpoint implements RootEndpoint {
    private final LocalUser user;
    private final LocalKey keys;
    private final Audit audit;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Listener listener;

    @Activate
    public LinkEndpoint(@Reference LocalUser user, @Reference LocalKey keys, @Reference Audit audit) {
        this.user = user;
        this.keys = keys;
        this.audit = audit;
    }

    @Override
    public Response handle(RootRequest request) {
        user.require(request.principal());
        String page = Optional.ofNullable(listener)
                .map(there -> there.visible().toString().replaceFirst("#.*", ""))
                .orElseThrow(() -> new Problem(Problem.Kind.CLUSTER_DOWN, "STARTING", "The server is not ready yet."));
        audit.write(new Audit.Line(request.principal(), "link.make", "", "", Audit.Result.OK, 201, Map.of("from", request.remote())));
        String url = user.access() == LocalAccess.KEY ? page + "#key=" + keys.fresh() : page;
        return Response.json(Map.of("url", url)).withStatus(201);
    }
}
