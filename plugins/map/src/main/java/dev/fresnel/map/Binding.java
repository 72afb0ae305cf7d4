package dev.fresnel.map;

import dev.fresnel.api.graph.Edge;
import dev.fresnel.api.graph.MapSource;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;

/** A binding gives a role to ServiceAccounts. */
abstract class Binding implements MapSource {
    private final Kind kind;

    Binding(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Reads reads() {
        return Reads.of(kind, "/roleRef", "/subjects").lookup(Kinds.ROLE).lookup(Kinds.CLUSTER_ROLE).lookup(Kinds.SERVICE_ACCOUNT);
    }

    @Override
    public List<Edge> edges(KubeObject binding, Lookup lookup) {
        var edges = new Edges(binding, lookup);
        boolean wide = binding.text("/roleRef/kind").equals("ClusterRole");
        edges.to(wide ? Kinds.CLUSTER_ROLE : Kinds.ROLE, binding.text("/roleRef/name"), "edge.grants");
        for (Json subject : binding.at("/subjects").items()) {
            if (subject.get("kind").text().equals("ServiceAccount")) {
                String namespace = subject.get("namespace").text();
                edges.to(Kinds.SERVICE_ACCOUNT, namespace.isEmpty() ? binding.ref().namespace() : namespace, subject.get("name").text(), "edge.gives");
            }
        }
        return edges.list();
    }
}
