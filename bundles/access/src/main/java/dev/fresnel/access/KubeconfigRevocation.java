package dev.fresnel.access;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code DELETE /auth/kubeconfig}: no kubeconfig that was printed before is good any more. */
@Component
@RootRoute(method = Method.DELETE, path = "/auth/kubeconfig")
public final class KubeconfigRevocation implements RootEndpoint {
    private final LocalUser user;
    private final OwnTokens tokens;
    private final Audit audit;

    @Activate
    public KubeconfigRevocation(@Reference LocalUser user, @Reference OwnTokens tokens, @Reference Audit audit) {
        this.user = user;
        this.tokens = tokens;
        this.audit = audit;
    }

    @Override
    public Response handle(RootRequest request) {
        user.require(request.principal());
        tokens.revoke(OwnTokens.Use.KUBECONFIG);
        audit.write(new Audit.Line(request.principal(), "kubeconfig.revoke", "", "", Audit.Result.OK, 204, Map.of("from", request.remote())));
        return Response.status(204);
    }
}
