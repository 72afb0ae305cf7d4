package dev.fresnel.resources.health;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Health;
import dev.fresnel.api.resource.HealthSource;
import dev.fresnel.api.resource.State;
import dev.fresnel.api.view.Reads;
import org.osgi.service.component.annotations.Component;

/** Jobs: running, done, failed or suspended. */
@Component
public final class JobHealth implements HealthSource {
    @Override
    public Reads reads() {
        return Reads.of(Kinds.JOB, "/spec/suspend", "/status/active", "/status/failed", Conditions.FIELD);
    }

    @Override
    public Health health(KubeObject job) {
        var conditions = Conditions.of(job);
        var failed = conditions.holding("Failed").or(() -> conditions.holding("FailureTarget"));
        if (failed.isPresent()) {
            return new Health(State.ERROR, failed.get().reason());
        }
        if (conditions.holding("Complete").isPresent()) {
            return Health.of(State.OFF);
        }
        if (job.deleted().isPresent()) {
            return Replicas.terminating();
        }
        if (job.at("/spec/suspend").flag() || conditions.holding("Suspended").isPresent()) {
            return new Health(State.OFF, "suspended");
        }
        long failures = job.at("/status/failed").number(0);
        if (failures > 0) {
            return new Health(State.WARNING, failures + (failures == 1 ? " pod failed" : " pods failed"));
        }
        return job.at("/status/active").number(0) > 0 ? Health.of(State.PROGRESS) : Health.of(State.WAITING);
    }
}
