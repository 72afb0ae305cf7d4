package dev.fresnel.map;

import dev.fresnel.api.graph.Edge;
import dev.fresnel.api.graph.MapSource;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** A NetworkPolicy guards the pods that it selects. */
@Component
public final class NetworkPolicyEdges implements MapSource {
    @Override
    public Reads reads() {
        return Reads.of(Kinds.NETWORK_POLICY, "/spec/podSelector").lookup(Kind.POD);
    }

    @Override
    public List<Edge> edges(KubeObject policy, Lookup lookup) {
        String selector = Selectors.of(policy.at("/spec/podSelector"));
        return lookup.select(Kind.POD, policy.ref().namespace(), selector).stream().map(pod -> Edge.edge(policy, pod, "edge.guards")).toList();
    }
}
