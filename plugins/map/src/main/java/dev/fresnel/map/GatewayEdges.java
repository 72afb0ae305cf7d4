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

/** A Gateway is of a class and reads certificates. */
@Component
public final class GatewayEdges implements MapSource {
    @Override
    public Reads reads() {
        return Reads.of(Kinds.GATEWAY, "/spec/gatewayClassName", "/spec/listeners").lookup(Kinds.GATEWAY_CLASS).lookup(Kind.SECRET);
    }

    @Override
    public List<Edge> edges(KubeObject gateway, Lookup lookup) {
        var edges = new Edges(gateway, lookup).from(Kinds.GATEWAY_CLASS, "", gateway.text("/spec/gatewayClassName"), "edge.carries");
        for (Json listener : gateway.at("/spec/listeners").items()) {
            for (Json certificate : listener.at("/tls/certificateRefs").items()) {
                String namespace = certificate.get("namespace").text();
                edges.to(Kind.SECRET, namespace.isEmpty() ? gateway.ref().namespace() : namespace, certificate.get("name").text(), "edge.reads");
            }
        }
        return edges.list();
    }
}
