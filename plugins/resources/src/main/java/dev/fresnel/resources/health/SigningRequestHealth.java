package dev.fresnel.resources.health;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Health;
import dev.fresnel.api.resource.HealthSource;
import dev.fresnel.api.resource.State;
import dev.fresnel.api.view.Reads;
import org.osgi.service.component.annotations.Component;

/** Certificate signing requests: whether somebody has to decide, and what came of it. */
@Component
public final class SigningRequestHealth implements HealthSource {
    @Override
    public Reads reads() {
        return Reads.of(Kinds.SIGNING_REQUEST, Conditions.FIELD);
    }

    @Override
    public Health health(KubeObject request) {
        Conditions conditions = Conditions.of(request);
        if (conditions.of("Failed").isPresent()) {
            return new Health(State.ERROR, "Failed");
        }
        if (conditions.of("Denied").isPresent()) {
            return new Health(State.OFF, "Denied");
        }
        return conditions.of("Approved").isPresent() ? Health.FINE : new Health(State.WAITING, "Pending");
    }
}
