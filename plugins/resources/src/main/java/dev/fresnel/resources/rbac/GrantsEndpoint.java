package dev.fresnel.resources.rbac;

import dev.fresnel.api.http.Endpoint;
import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Request;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.http.Route;
import dev.fresnel.api.json.Json;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** GET /rbac/grants?cluster&amp;kind&amp;namespace&amp;name: what a user, group or ServiceAccount is given, by which binding. */
@Component
@Route(method = Method.GET, path = "/rbac/grants")
public final class GrantsEndpoint implements Endpoint {
    /** One binding that names the subject or a group that it is in. */
    record Grant(Bindings.Name binding, Bindings.Name role, List<Json> rules) {}

    /** What the page gets. */
    record Grants(List<Grant> grants, List<String> unread) {}

    @Override
    public Response handle(Request request) {
        String kind = request.query("kind").orElse("");
        String name = request.query("name").orElse("");
        String namespace = request.query("namespace").orElse("");
        var bindings = new Bindings(request.view());
        List<Grant> grants = bindings.in("").stream()
                .filter(bound -> bound.subjects().stream().anyMatch(subject -> means(subject, bound.binding().namespace(), kind, namespace, name)))
                .map(bound -> new Grant(bound.binding(), bound.role(), bound.rules().map(Json::items).orElse(List.of())))
                .toList();
        return Response.json(new Grants(grants, bindings.unread())).withHeader("Cache-Control", "no-store");
    }

    private static boolean means(Json subject, String where, String kind, String namespace, String name) {
        String subjectKind = subject.get("kind").text();
        String subjectName = subject.get("name").text();
        if (subjectKind.equals("Group") && kind.equals("ServiceAccount")) {
            return Set.of("system:authenticated", "system:serviceaccounts", "system:serviceaccounts:" + namespace).contains(subjectName);
        }
        if (!subjectKind.equals(kind) || !subjectName.equals(name)) {
            return false;
        }
        String of = subject.get("namespace").text();
        return !kind.equals("ServiceAccount") || (of.isEmpty() ? where : of).equals(namespace);
    }
}
