package dev.fresnel.resources.health;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Health;
import dev.fresnel.api.resource.HealthSource;
import dev.fresnel.api.resource.State;
import dev.fresnel.api.view.Reads;
import org.osgi.service.component.annotations.Component;

/** Horizontal pod autoscalers: whether they can see and scale, and whether they stand at their maximum. */
@Component
public final class AutoscalerHealth implements HealthSource {
    @Override
    public Reads reads() {
        return Reads.of(Kinds.AUTOSCALER, Conditions.FIELD);
    }

    @Override
    public Health health(KubeObject autoscaler) {
        var conditions = Conditions.of(autoscaler);
        var unable = conditions.failing("AbleToScale");
        if (unable.isPresent()) {
            return new Health(State.ERROR, unable.get().reason());
        }
        var blind = conditions.failing("ScalingActive");
        if (blind.isPresent()) {
            String reason = blind.get().reason();
            return reason.equals("ScalingDisabled") ? new Health(State.OFF, "scaled to 0") : new Health(State.WARNING, reason);
        }
        boolean full = conditions.holding("ScalingLimited").filter(limited -> limited.reason().equals("TooManyReplicas")).isPresent();
        return full ? new Health(State.WARNING, "at its maximum") : Health.FINE;
    }
}
