package dev.fresnel.map;

import dev.fresnel.api.graph.Edge;
import dev.fresnel.api.graph.MapSource;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/**
 * A NetworkPolicy guards the pods that it selects, and names peers: those whose traffic it admits, those whom it lets its pods reach.
 * Whole namespaces stand for their pods. Where everybody may come, no edge says so.
 */
@Component
public final class NetworkPolicyEdges implements MapSource {
    @Override
    public Reads reads() {
        return Reads.of(Kinds.NETWORK_POLICY, "/spec/podSelector", "/spec/ingress", "/spec/egress").lookup(Kind.POD).lookup(Kinds.NAMESPACE);
    }

    @Override
    public List<Edge> edges(KubeObject policy, Lookup lookup) {
        Set<Edge> edges = new LinkedHashSet<>();
        pods(lookup, policy.ref().namespace(), policy.at("/spec/podSelector")).forEach(pod -> edges.add(Edge.edge(policy, pod, "edge.guards")));
        for (Json rule : policy.at("/spec/ingress").items()) {
            for (Json peer : rule.get("from").items()) {
                peers(policy, peer, lookup).forEach(one -> edges.add(Edge.edge(one, policy, "edge.admitted")));
            }
        }
        for (Json rule : policy.at("/spec/egress").items()) {
            for (Json peer : rule.get("to").items()) {
                peers(policy, peer, lookup).forEach(one -> edges.add(Edge.edge(policy, one, "edge.reaches")));
            }
        }
        return List.copyOf(edges);
    }

    private static List<KubeObject> pods(Lookup lookup, String namespace, Json selector) {
        return lookup.select(Kind.POD, namespace, Selectors.of(selector));
    }

    private static List<KubeObject> peers(KubeObject policy, Json peer, Lookup lookup) {
        boolean some = peer.get("podSelector").present();
        if (!peer.get("namespaceSelector").present()) {
            return some ? pods(lookup, policy.ref().namespace(), peer.get("podSelector")) : List.of();
        }
        List<KubeObject> namespaces = lookup.select(Kinds.NAMESPACE, "", Selectors.of(peer.get("namespaceSelector")));
        if (!some) {
            return namespaces;
        }
        var all = new ArrayList<KubeObject>();
        namespaces.forEach(namespace -> all.addAll(pods(lookup, namespace.ref().name(), peer.get("podSelector"))));
        return all;
    }
}
