package dev.fresnel.resources.health;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Health;
import dev.fresnel.api.resource.HealthSource;
import dev.fresnel.api.resource.State;
import dev.fresnel.api.view.Reads;
import org.osgi.service.component.annotations.Component;

/** API services: whether the server behind an aggregated API answers. */
@Component
public final class ApiServiceHealth implements HealthSource {
    @Override
    public Reads reads() {
        return Reads.of(Kinds.API_SERVICE, Conditions.FIELD);
    }

    @Override
    public Health health(KubeObject service) {
        return Conditions.of(service).of("Available")
                .map(available -> available.holds() ? Health.FINE : new Health(State.ERROR, available.reason()))
                .orElse(Health.of(State.UNKNOWN));
    }
}
