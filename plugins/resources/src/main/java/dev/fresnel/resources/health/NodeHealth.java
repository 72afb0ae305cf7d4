package dev.fresnel.resources.health;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Health;
import dev.fresnel.api.resource.HealthSource;
import dev.fresnel.api.resource.State;
import dev.fresnel.api.view.Reads;
import java.util.List;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Component;

/** Nodes: whether the kubelet answers, and what presses them. */
@Component
public final class NodeHealth implements HealthSource {
    private static final List<String> TROUBLES = List.of("MemoryPressure", "DiskPressure", "PIDPressure", "NetworkUnavailable");

    @Override
    public Reads reads() {
        return Reads.of(Kind.NODE, "/spec/unschedulable", Conditions.FIELD);
    }

    @Override
    public Health health(KubeObject node) {
        var conditions = Conditions.of(node);
        var ready = conditions.of("Ready");
        if (ready.isEmpty() || !ready.get().holds() && !ready.get().fails()) {
            return new Health(State.UNKNOWN, ready.isEmpty() ? "not ready yet" : "node lost");
        }
        if (ready.get().fails()) {
            return new Health(State.ERROR, ready.get().reason().equals("KubeletNotReady") ? "" : ready.get().reason());
        }
        String troubles = TROUBLES.stream().filter(type -> conditions.holding(type).isPresent()).collect(Collectors.joining(", "));
        if (!troubles.isEmpty()) {
            return new Health(State.WARNING, troubles);
        }
        return node.at("/spec/unschedulable").flag() ? new Health(State.OFF, "cordoned") : Health.FINE;
    }
}
