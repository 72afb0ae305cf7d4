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

/** An Ingress leads to Services, by its class, with the certificates that it names. */
@Component
public final class IngressEdges implements MapSource {
    @Override
    public Reads reads() {
        return Reads.of(Kinds.INGRESS, "/spec").lookup(Kinds.SERVICE).lookup(Kind.SECRET).lookup(Kinds.INGRESS_CLASS);
    }

    @Override
    public List<Edge> edges(KubeObject ingress, Lookup lookup) {
        var edges = new Edges(ingress, lookup);
        edges.to(Kinds.SERVICE, ingress.text("/spec/defaultBackend/service/name"), "edge.routes");
        for (Json rule : ingress.at("/spec/rules").items()) {
            for (Json path : rule.at("/http/paths").items()) {
                edges.to(Kinds.SERVICE, path.at("/backend/service/name").text(), "edge.routes");
            }
        }
        for (Json tls : ingress.at("/spec/tls").items()) {
            edges.to(Kind.SECRET, tls.get("secretName").text(), "edge.reads");
        }
        return edges.from(Kinds.INGRESS_CLASS, "", ingress.text("/spec/ingressClassName"), "edge.carries").list();
    }
}
