package dev.fresnel.resources.health;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Health;
import dev.fresnel.api.resource.HealthSource;
import dev.fresnel.api.view.Reads;
import org.osgi.service.component.annotations.Component;

/** Events as {@code events.k8s.io} serves them. */
@Component
public final class GroupedEventHealth implements HealthSource {
    private final EventHealth same = new EventHealth();

    @Override
    public Reads reads() {
        return Reads.of(Kinds.GROUPED_EVENT, "/type");
    }

    @Override
    public Health health(KubeObject event) {
        return same.health(event);
    }
}
