package dev.fresnel.map;

import dev.fresnel.api.graph.Edge;
import dev.fresnel.api.graph.MapSource;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** A HorizontalPodAutoscaler scales a workload. */
@Component
public final class AutoscalerEdges implements MapSource {
    @Override
    public Reads reads() {
        return Reads.of(Kinds.AUTOSCALER, "/spec/scaleTargetRef").lookup(Kinds.DEPLOYMENT).lookup(Kinds.STATEFUL_SET).lookup(Kinds.REPLICA_SET);
    }

    @Override
    public List<Edge> edges(KubeObject autoscaler, Lookup lookup) {
        return Targets.scaled(autoscaler, "/spec/scaleTargetRef", List.of(Kinds.DEPLOYMENT, Kinds.STATEFUL_SET, Kinds.REPLICA_SET), lookup);
    }
}
