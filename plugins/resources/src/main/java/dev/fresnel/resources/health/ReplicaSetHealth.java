package dev.fresnel.resources.health;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Health;
import dev.fresnel.api.resource.HealthSource;
import dev.fresnel.api.resource.State;
import dev.fresnel.api.view.Reads;
import org.osgi.service.component.annotations.Component;

/** Replica sets; those of former rollouts are off. */
@Component
public final class ReplicaSetHealth implements HealthSource {
    @Override
    public Reads reads() {
        return Reads.of(Kinds.REPLICA_SET, "/spec/replicas", "/status/replicas", "/status/readyReplicas", Conditions.FIELD);
    }

    @Override
    public Health health(KubeObject set) {
        if (set.deleted().isPresent()) {
            return Replicas.terminating();
        }
        var failure = Conditions.of(set).holding("ReplicaFailure");
        if (failure.isPresent()) {
            return new Health(State.ERROR, failure.get().reason());
        }
        long wanted = set.at("/spec/replicas").number(1);
        if (wanted == 0) {
            return set.at("/status/replicas").number(0) == 0 ? Health.of(State.OFF) : new Health(State.PROGRESS, "scaling to 0");
        }
        return Replicas.of(wanted, set.at("/status/readyReplicas").number(0), "ready");
    }
}
