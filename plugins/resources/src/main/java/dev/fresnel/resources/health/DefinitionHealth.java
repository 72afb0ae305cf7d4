package dev.fresnel.resources.health;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Health;
import dev.fresnel.api.resource.HealthSource;
import dev.fresnel.api.resource.State;
import dev.fresnel.api.view.Reads;
import org.osgi.service.component.annotations.Component;

/** Custom resource definitions: whether their kinds are served. */
@Component
public final class DefinitionHealth implements HealthSource {
    @Override
    public Reads reads() {
        return Reads.of(Kinds.DEFINITION, Conditions.FIELD);
    }

    @Override
    public Health health(KubeObject definition) {
        var conditions = Conditions.of(definition);
        if (definition.deleted().isPresent() || conditions.holding("Terminating").isPresent()) {
            return Replicas.terminating();
        }
        return conditions.failing("NamesAccepted")
                .or(() -> conditions.failing("Established"))
                .map(condition -> new Health(State.ERROR, condition.reason()))
                .orElseGet(() -> conditions.holding("Established").isPresent() ? Health.FINE : Health.of(State.PROGRESS));
    }
}
