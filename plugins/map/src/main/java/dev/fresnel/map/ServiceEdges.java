package dev.fresnel.map;

import dev.fresnel.api.graph.Edge;
import dev.fresnel.api.graph.MapSource;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** A Service sends to the pods that its selector finds. */
@Component
public final class ServiceEdges implements MapSource {
    @Override
    public Reads reads() {
        return Reads.of(Kinds.SERVICE, "/spec/selector").lookup(Kind.POD);
    }

    @Override
    public List<Edge> edges(KubeObject service, Lookup lookup) {
        return new Edges(service, lookup).select(Kind.POD, Selectors.equal(service.at("/spec/selector")), "edge.selects").list();
    }
}
