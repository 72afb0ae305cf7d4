package dev.fresnel.map;

import dev.fresnel.api.graph.Edge;
import dev.fresnel.api.graph.MapSource;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** A pod runs on the node that its spec names. */
@Component
public final class PlacementEdges implements MapSource {
    @Override
    public Reads reads() {
        return Reads.of(Kind.POD, "/spec/nodeName").lookup(Kind.NODE);
    }

    @Override
    public List<Edge> edges(KubeObject pod, Lookup lookup) {
        return new Edges(pod, lookup).from(Kind.NODE, "", pod.text("/spec/nodeName"), "edge.runs").list();
    }
}
