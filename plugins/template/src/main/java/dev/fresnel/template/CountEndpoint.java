package dev.fresnel.template;

import static dev.fresnel.api.http.Method.GET;
import static dev.fresnel.api.kube.Kind.POD;

import dev.fresnel.api.http.Endpoint;
import dev.fresnel.api.http.Request;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.http.Route;
import org.osgi.service.component.annotations.Component;

// guide:endpoint
/** GET /api/v1/plugins/template/count?cluster=ID: number of pods that the caller may list. */
@Component
@Route(method = GET, path = "/count")
public final class CountEndpoint implements Endpoint {
    @Override
    public Response handle(Request request) {
        return Response.json(request.view().count(POD).map(Count::new));
    }

    record Count(long pods) {}
}
// end
