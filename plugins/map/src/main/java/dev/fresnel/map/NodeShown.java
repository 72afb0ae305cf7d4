package dev.fresnel.map;

import dev.fresnel.api.graph.Edge;
import dev.fresnel.api.graph.MapSource;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Nodes are on the map, used or not. */
@Component
public final class NodeShown implements MapSource {
    @Override
    public Reads reads() {
        return Reads.of(Kind.NODE);
    }

    @Override
    public List<Edge> edges(KubeObject node, Lookup lookup) {
        return List.of();
    }
}
