package dev.fresnel.map;

import dev.fresnel.api.graph.Edge;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.Lookup;
import java.util.List;

/** What autoscalers and webhooks name. */
final class Targets {
    private Targets() {}

    static List<Edge> scaled(KubeObject autoscaler, String pointer, List<Kind> kinds, Lookup lookup) {
        Json target = autoscaler.at(pointer);
        var edges = new Edges(autoscaler, lookup);
        for (Kind kind : kinds) {
            if (target.get("kind").text().equals(kind.kind()) && target.get("apiVersion").text().startsWith(kind.group() + "/")) {
                edges.to(kind, target.get("name").text(), "edge.scales");
            }
        }
        return edges.list();
    }

    /** Services that a webhook configuration calls. */
    static List<Edge> called(KubeObject configuration, Lookup lookup) {
        var edges = new Edges(configuration, lookup);
        for (Json webhook : configuration.at("/webhooks").items()) {
            Json service = webhook.at("/clientConfig/service");
            edges.to(Kinds.SERVICE, service.get("namespace").text(), service.get("name").text(), "edge.calls");
        }
        return edges.list();
    }
}
