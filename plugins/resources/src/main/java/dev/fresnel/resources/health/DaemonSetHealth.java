package dev.fresnel.resources.health;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Health;
import dev.fresnel.api.resource.HealthSource;
import dev.fresnel.api.resource.State;
import dev.fresnel.api.view.Reads;
import org.osgi.service.component.annotations.Component;

/** Daemon sets: one pod on each node that is meant. */
@Component
public final class DaemonSetHealth implements HealthSource {
    @Override
    public Reads reads() {
        return Reads.of(
                Kinds.DAEMON_SET, "/spec/updateStrategy/type", "/metadata/generation", "/status/observedGeneration", "/status/desiredNumberScheduled",
                "/status/updatedNumberScheduled", "/status/numberReady", "/status/numberMisscheduled");
    }

    @Override
    public Health health(KubeObject set) {
        if (set.deleted().isPresent()) {
            return Replicas.terminating();
        }
        long wanted = set.at("/status/desiredNumberScheduled").number(0);
        boolean seen = set.at("/status/observedGeneration").number(0) >= set.at("/metadata/generation").number(0);
        long updated = set.at("/status/updatedNumberScheduled").number(0);
        boolean byHand = set.text("/spec/updateStrategy/type").equals("OnDelete");
        if (!seen || updated < wanted && !byHand) {
            return Replicas.rollingOut(updated, wanted);
        }
        if (wanted == 0) {
            return new Health(State.OFF, "no node matches");
        }
        Health health = Replicas.of(wanted, set.at("/status/numberReady").number(0), "ready");
        long misplaced = set.at("/status/numberMisscheduled").number(0);
        return health.equals(Health.FINE) && misplaced > 0 ? new Health(State.WARNING, misplaced + " on nodes that are not meant") : health;
    }
}
