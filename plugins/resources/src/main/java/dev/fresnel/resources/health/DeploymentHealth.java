package dev.fresnel.resources.health;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Health;
import dev.fresnel.api.resource.HealthSource;
import dev.fresnel.api.resource.State;
import dev.fresnel.api.view.Reads;
import org.osgi.service.component.annotations.Component;

/** Deployments, judged as {@code kubectl rollout status} does. */
@Component
public final class DeploymentHealth implements HealthSource {
    private static final String DEADLINE = "ProgressDeadlineExceeded";

    @Override
    public Reads reads() {
        return Reads.of(
                Kinds.DEPLOYMENT, "/spec/replicas", "/spec/paused", "/metadata/generation", "/status/observedGeneration", "/status/replicas",
                "/status/updatedReplicas", "/status/availableReplicas", Conditions.FIELD);
    }

    @Override
    public Health health(KubeObject deployment) {
        if (deployment.deleted().isPresent()) {
            return Replicas.terminating();
        }
        long wanted = deployment.at("/spec/replicas").number(1);
        long present = deployment.at("/status/replicas").number(0);
        if (wanted == 0 && present == 0) {
            return Replicas.scaledToZero();
        }
        var conditions = Conditions.of(deployment);
        var failure = conditions.holding("ReplicaFailure");
        if (failure.isPresent()) {
            return new Health(State.ERROR, failure.get().reason());
        }
        var progressing = conditions.of("Progressing");
        if (progressing.filter(condition -> condition.reason().equals(DEADLINE)).isPresent()) {
            return new Health(State.ERROR, DEADLINE);
        }
        if (deployment.at("/spec/paused").flag()) {
            return new Health(State.OFF, "paused");
        }
        long updated = deployment.at("/status/updatedReplicas").number(0);
        boolean seen = deployment.at("/status/observedGeneration").number(0) >= deployment.at("/metadata/generation").number(0);
        boolean complete = progressing.map(condition -> condition.reason().equals("NewReplicaSetAvailable")).orElse(true);
        if (!seen || updated < wanted || present > updated || !complete) {
            return Replicas.rollingOut(updated, wanted);
        }
        return Replicas.of(wanted, deployment.at("/status/availableReplicas").number(0), "available");
    }
}
