package dev.fresnel.resources.relations;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.ObjectRef;
import java.util.List;
import java.util.stream.Stream;

/** What routes of the Gateway API name. */
final class GatewayRoutes {
    private GatewayRoutes() {}

    /** Gateways that a route belongs to. */
    static List<ObjectRef> parents(KubeObject route) {
        return route.at("/spec/parentRefs").items().stream()
                .filter(parent -> parent.get("kind").text().isEmpty() || parent.get("kind").text().equals("Gateway"))
                .map(parent -> ref(route, Kinds.GATEWAY, parent))
                .distinct()
                .toList();
    }

    /** Services that a route leads to. */
    static List<ObjectRef> backends(KubeObject route) {
        return route.at("/spec/rules").items().stream()
                .flatMap(rule -> rule.get("backendRefs").items().stream())
                .filter(backend -> backend.get("kind").text().isEmpty() || backend.get("kind").text().equals("Service"))
                .map(backend -> ref(route, Kinds.SERVICE, backend))
                .distinct()
                .toList();
    }

    /** A reference without a namespace means its own. */
    static ObjectRef ref(KubeObject near, Kind kind, Json named) {
        String namespace = named.get("namespace").text();
        return new ObjectRef(near.ref().cluster(), kind, namespace.isEmpty() ? near.ref().namespace() : namespace, named.get("name").text());
    }
}
