package dev.fresnel.template;

import static dev.fresnel.api.graph.Edge.edge;
import static dev.fresnel.api.kube.Kind.NODE;
import static dev.fresnel.api.kube.Kind.POD;

import dev.fresnel.api.graph.Edge;
import dev.fresnel.api.graph.MapSource;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;
import org.osgi.service.component.annotations.Component;

// guide:map
/** A pod runs on the node that its spec names. */
@Component
public final class NodeEdges implements MapSource {
    @Override
    public Reads reads() {
        return Reads.of(POD, "/spec/nodeName").lookup(NODE);
    }

    @Override
    public List<Edge> edges(KubeObject pod, Lookup lookup) {
        return Edge.list(lookup.byName(NODE, pod.text("/spec/nodeName")).map(node -> edge(node, pod, "edge.runs")));
    }
}
// end
