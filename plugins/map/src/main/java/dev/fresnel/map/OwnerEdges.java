package dev.fresnel.map;

import dev.fresnel.api.graph.Edge;
import dev.fresnel.api.graph.MapSource;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Whoever owns an object, of whatever kind: a Deployment, a CronJob, a custom resource. */
@Component
public final class OwnerEdges implements MapSource {
    @Override
    public Reads reads() {
        return Reads.of(Kind.ANY).lookup(Kind.ANY);
    }

    @Override
    public List<Edge> edges(KubeObject object, Lookup lookup) {
        return Edge.list(lookup.owner(object, Kind.ANY).map(owner -> Edge.edge(owner, object, "edge.owns")));
    }
}
