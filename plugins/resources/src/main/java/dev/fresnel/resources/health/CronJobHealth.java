package dev.fresnel.resources.health;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Health;
import dev.fresnel.api.resource.HealthSource;
import dev.fresnel.api.resource.State;
import dev.fresnel.api.view.Reads;
import org.osgi.service.component.annotations.Component;

/** Cron jobs: suspended, or waiting for their time. */
@Component
public final class CronJobHealth implements HealthSource {
    @Override
    public Reads reads() {
        return Reads.of(Kinds.CRON_JOB, "/spec/suspend", "/status/active", "/status/lastScheduleTime", "/status/lastSuccessfulTime");
    }

    @Override
    public Health health(KubeObject job) {
        if (job.at("/spec/suspend").flag()) {
            return new Health(State.OFF, "suspended");
        }
        boolean running = !job.at("/status/active").items().isEmpty();
        boolean ran = !job.text("/status/lastScheduleTime").isEmpty();
        boolean succeeded = !job.text("/status/lastSuccessfulTime").isEmpty();
        return ran && !running && !succeeded ? new Health(State.WARNING, "never succeeded") : Health.FINE;
    }
}
