package dev.fresnel.resources.owners;

import dev.fresnel.api.http.Endpoint;
import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Request;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.http.Route;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.view.Answer;
import dev.fresnel.api.view.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** GET /owners?cluster&amp;resource&amp;namespace&amp;name: who owns an object, nearest first, as far as the caller may see. */
@Component
@Route(method = Method.GET, path = "/owners")
public final class OwnersEndpoint implements Endpoint {
    /** What the page gets. */
    record Owners(List<OwnerChain.Owner> owners) {}

    @Override
    public Response handle(Request request) {
        View view = request.view();
        String resource = required(request, "resource");
        String name = required(request, "name");
        String namespace = request.query("namespace").filter(text -> !text.equals("_")).orElse("");
        Kind kind = known(view.kind(resource), view, resource)
                .orElseThrow(() -> missing("The cluster serves no " + resource + "."));
        var ref = new ObjectRef(view.cluster(), kind, kind.namespaced() ? namespace : "", name);
        KubeObject object = known(view.get(ref), view, resource)
                .orElseThrow(() -> missing("There is no " + kind.kind() + " " + name + "."));
        return Response.json(new Owners(new OwnerChain(view).above(object)));
    }

    private static String required(Request request, String name) {
        return request.query(name).filter(text -> !text.isEmpty()).orElseThrow(() -> new Problem(
                Problem.Kind.INVALID, "RESOURCES_PARAMETER_MISSING", "The parameter " + name + " is missing.", Map.of("parameter", name), null));
    }

    private static <T> Optional<T> known(Answer<Optional<T>> answer, View view, String resource) {
        return switch (answer) {
            case Answer.Known<Optional<T>> known -> known.value();
            case Answer.Loading<Optional<T>> loading -> throw new Problem(
                    Problem.Kind.CLUSTER_DOWN, "RESOURCES_LOADING", "The cluster " + view.cluster() + " is being asked for " + resource + ".");
            case Answer.Forbidden<Optional<T>> no -> throw new Problem(
                    Problem.Kind.FORBIDDEN, "RESOURCES_FORBIDDEN", "You may not " + no.verb() + " " + no.resource() + " in this cluster.",
                    Map.of("verb", no.verb(), "resource", no.resource(), "namespace", no.namespace()), null);
            case Answer.Unreachable<Optional<T>> down -> throw new Problem(
                    Problem.Kind.CLUSTER_DOWN, "RESOURCES_CLUSTER_DOWN", "The cluster " + view.cluster() + " does not answer: " + down.detail());
        };
    }

    private static Problem missing(String text) {
        return new Problem(Problem.Kind.MISSING, "RESOURCES_OBJECT_MISSING", text);
    }
}
