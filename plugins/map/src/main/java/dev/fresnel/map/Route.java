package dev.fresnel.map;

import dev.fresnel.api.graph.Edge;
import dev.fresnel.api.graph.MapSource;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;

/** A route of the Gateway API leads from Gateways to Services. */
abstract class Route implements MapSource {
    private final Kind kind;

    Route(String resource, String kind) {
        this.kind = Kinds.gateway(resource, kind, true);
    }

    @Override
    public Reads reads() {
        return Reads.of(kind, "/spec/parentRefs", "/spec/rules").lookup(Kinds.GATEWAY).lookup(Kinds.SERVICE);
    }

    @Override
    public List<Edge> edges(KubeObject route, Lookup lookup) {
        var edges = new Edges(route, lookup);
        for (Json parent : route.at("/spec/parentRefs").items()) {
            if (or(parent, "kind", "Gateway").equals("Gateway")) {
                edges.from(Kinds.GATEWAY, or(parent, "namespace", route.ref().namespace()), parent.get("name").text(), "edge.routes");
            }
        }
        for (Json rule : route.at("/spec/rules").items()) {
            for (Json backend : rule.get("backendRefs").items()) {
                if (or(backend, "kind", "Service").equals("Service") && backend.get("group").text().isEmpty()) {
                    edges.to(Kinds.SERVICE, or(backend, "namespace", route.ref().namespace()), backend.get("name").text(), "edge.routes");
                }
            }
        }
        return edges.list();
    }

    private static String or(Json of, String name, String usual) {
        String text = of.get(name).text();
        return text.isEmpty() ? usual : text;
    }
}
