package dev.fresnel.map;

import dev.fresnel.api.graph.Edge;
import dev.fresnel.api.graph.MapSource;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** An EndpointSlice names the pods that a Service sends to, also where it has no selector. */
@Component
public final class EndpointSliceEdges implements MapSource {
    @Override
    public Reads reads() {
        return Reads.of(Kinds.ENDPOINT_SLICE, "/endpoints").lookup(Kind.POD).lookup(Kinds.SERVICE);
    }

    @Override
    public List<Edge> edges(KubeObject slice, Lookup lookup) {
        var edges = new Edges(slice, lookup)
                .from(Kinds.SERVICE, slice.ref().namespace(), slice.labels().getOrDefault("kubernetes.io/service-name", ""), "edge.endpoints");
        for (Json endpoint : slice.at("/endpoints").items()) {
            Json target = endpoint.get("targetRef");
            if (target.get("kind").text().equals("Pod")) {
                edges.to(Kind.POD, target.get("name").text(), "edge.selects");
            }
        }
        return edges.list();
    }
}
