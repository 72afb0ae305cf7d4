package dev.fresnel.map;

import dev.fresnel.api.graph.Edge;
import dev.fresnel.api.graph.MapSource;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** A PodDisruptionBudget protects the pods that it selects. */
@Component
public final class DisruptionBudgetEdges implements MapSource {
    @Override
    public Reads reads() {
        return Reads.of(Kinds.DISRUPTION_BUDGET, "/spec/selector").lookup(Kind.POD);
    }

    @Override
    public List<Edge> edges(KubeObject budget, Lookup lookup) {
        if (!budget.at("/spec/selector").present()) {
            return List.of();
        }
        String selector = Selectors.of(budget.at("/spec/selector"));
        return lookup.select(Kind.POD, budget.ref().namespace(), selector).stream().map(pod -> Edge.edge(budget, pod, "edge.protects")).toList();
    }
}
