package dev.fresnel.resources.health;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Health;
import dev.fresnel.api.resource.HealthSource;
import dev.fresnel.api.view.Reads;
import org.osgi.service.component.annotations.Component;

/** Stateful sets: rolling out while revisions differ, then as many as are ready. */
@Component
public final class StatefulSetHealth implements HealthSource {
    @Override
    public Reads reads() {
        return Reads.of(
                Kinds.STATEFUL_SET, "/spec/replicas", "/spec/updateStrategy/type", "/metadata/generation", "/status/observedGeneration",
                "/status/replicas", "/status/readyReplicas", "/status/updatedReplicas", "/status/currentRevision", "/status/updateRevision");
    }

    @Override
    public Health health(KubeObject set) {
        if (set.deleted().isPresent()) {
            return Replicas.terminating();
        }
        long wanted = set.at("/spec/replicas").number(1);
        if (wanted == 0 && set.at("/status/replicas").number(0) == 0) {
            return Replicas.scaledToZero();
        }
        boolean seen = set.at("/status/observedGeneration").number(0) >= set.at("/metadata/generation").number(0);
        boolean byHand = set.text("/spec/updateStrategy/type").equals("OnDelete");
        boolean moving = !set.text("/status/currentRevision").equals(set.text("/status/updateRevision"));
        long ready = set.at("/status/readyReplicas").number(0);
        if (!seen || moving && !byHand) {
            return Replicas.rollingOut(set.at("/status/updatedReplicas").number(0), wanted);
        }
        return Replicas.of(wanted, ready, "ready");
    }
}
