package dev.fresnel.resources.health;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Health;
import dev.fresnel.api.resource.HealthSource;
import dev.fresnel.api.resource.State;
import dev.fresnel.api.view.Reads;
import org.osgi.service.component.annotations.Component;

/** Pod disruption budgets: whether as many pods are healthy as must be. */
@Component
public final class BudgetHealth implements HealthSource {
    @Override
    public Reads reads() {
        return Reads.of(Kinds.BUDGET, "/status/currentHealthy", "/status/desiredHealthy", "/status/expectedPods");
    }

    @Override
    public Health health(KubeObject budget) {
        if (budget.at("/status/expectedPods").number(0) == 0) {
            return new Health(State.OFF, "no pods match");
        }
        long healthy = budget.at("/status/currentHealthy").number(0);
        long wanted = budget.at("/status/desiredHealthy").number(0);
        return healthy < wanted ? new Health(State.WARNING, healthy + " of " + wanted + " healthy") : Health.FINE;
    }
}
