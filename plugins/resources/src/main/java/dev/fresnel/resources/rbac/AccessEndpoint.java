package dev.fresnel.resources.rbac;

import dev.fresnel.api.http.Endpoint;
import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Request;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.http.Route;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.view.Answer;
import dev.fresnel.api.view.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Component;

/**
 * GET /rbac/access?cluster&amp;resource&amp;namespace&amp;name: who may do what with an object by RBAC. Other authorizers of a cluster may
 * allow more, or less.
 */
@Component
@Route(method = Method.GET, path = "/rbac/access")
public final class AccessEndpoint implements Endpoint {
    private static final List<String> VERBS = List.of("get", "list", "watch", "create", "update", "patch", "delete");

    /** One subject, what it may do, and which bindings say so. */
    record Holder(String kind, String namespace, String name, List<String> verbs, List<Bindings.Name> by) {}

    /** What the page gets. */
    record Access(List<Holder> holders, List<String> unread) {}

    private record Subject(String kind, String namespace, String name) {}

    private record Found(Set<String> verbs, Set<Bindings.Name> by) {}

    @Override
    public Response handle(Request request) {
        View view = request.view();
        Kind kind = kind(view, request.query("resource").orElse(""));
        String name = request.query("name").orElse("");
        String namespace = request.query("namespace").orElse("");
        var bindings = new Bindings(view);
        Map<Subject, Found> found = new LinkedHashMap<>();
        for (Bindings.Bound bound : bindings.in(namespace.isEmpty() ? "-" : namespace)) {
            boolean here = bound.binding().namespace().isEmpty() || kind.namespaced();
            Set<String> verbs = here ? verbs(bound, kind, name) : Set.of();
            for (Json subject : verbs.isEmpty() ? List.<Json>of() : bound.subjects()) {
                Found one = found.computeIfAbsent(subject(subject, bound.binding().namespace()), key -> new Found(new LinkedHashSet<>(), new LinkedHashSet<>()));
                one.verbs().addAll(verbs);
                one.by().add(bound.binding());
            }
        }
        List<Holder> holders = new ArrayList<>();
        found.forEach((subject, one) -> holders.add(new Holder(
                subject.kind(), subject.namespace(), subject.name(), VERBS.stream().filter(one.verbs()::contains).toList(), List.copyOf(one.by()))));
        return Response.json(new Access(holders, bindings.unread())).withHeader("Cache-Control", "no-store");
    }

    private static Set<String> verbs(Bindings.Bound bound, Kind kind, String name) {
        return bound.rules()
                .map(rules -> VERBS.stream()
                        .filter(verb -> Rules.allow(rules, new Rules.Wish(verb, kind.group(), kind.resource(), name)))
                        .collect(Collectors.toSet()))
                .orElse(Set.of());
    }

    private static Subject subject(Json subject, String where) {
        String kind = subject.get("kind").text();
        String namespace = subject.get("namespace").text();
        return new Subject(kind, kind.equals("ServiceAccount") && namespace.isEmpty() ? where : namespace, subject.get("name").text());
    }

    private static Kind kind(View view, String resource) {
        if (view.kind(resource) instanceof Answer.Known<Optional<Kind>> known && known.value().isPresent()) {
            return known.value().get();
        }
        throw new Problem(Problem.Kind.MISSING, "RESOURCES_RESOURCE_UNKNOWN", "The cluster serves no " + resource + ".");
    }
}
