package dev.fresnel.resources.health;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Health;
import dev.fresnel.api.resource.HealthSource;
import dev.fresnel.api.resource.State;
import dev.fresnel.api.view.Reads;
import org.osgi.service.component.annotations.Component;

/** Events: warnings and the rest. */
@Component
public final class EventHealth implements HealthSource {
    @Override
    public Reads reads() {
        return Reads.of(Kind.EVENT, "/type");
    }

    @Override
    public Health health(KubeObject event) {
        return event.text("/type").equals("Warning") ? Health.of(State.WARNING) : Health.FINE;
    }
}
