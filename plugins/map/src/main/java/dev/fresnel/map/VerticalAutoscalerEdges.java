package dev.fresnel.map;

import dev.fresnel.api.graph.Edge;
import dev.fresnel.api.graph.MapSource;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** A VerticalPodAutoscaler sizes the pods of a workload. */
@Component
public final class VerticalAutoscalerEdges implements MapSource {
    @Override
    public Reads reads() {
        return Reads.of(Kinds.VERTICAL_AUTOSCALER, "/spec/targetRef")
                .lookup(Kinds.DEPLOYMENT)
                .lookup(Kinds.STATEFUL_SET)
                .lookup(Kinds.DAEMON_SET)
                .lookup(Kinds.CRON_JOB);
    }

    @Override
    public List<Edge> edges(KubeObject autoscaler, Lookup lookup) {
        return Targets.scaled(autoscaler, "/spec/targetRef", List.of(Kinds.DEPLOYMENT, Kinds.STATEFUL_SET, Kinds.DAEMON_SET, Kinds.CRON_JOB), lookup);
    }
}
