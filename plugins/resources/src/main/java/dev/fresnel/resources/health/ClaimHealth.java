package dev.fresnel.resources.health;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Health;
import dev.fresnel.api.resource.HealthSource;
import dev.fresnel.api.resource.State;
import dev.fresnel.api.view.Reads;
import org.osgi.service.component.annotations.Component;

/** Persistent volume claims. */
@Component
public final class ClaimHealth implements HealthSource {
    @Override
    public Reads reads() {
        return Reads.of(Kinds.CLAIM, "/status/phase", Conditions.FIELD);
    }

    @Override
    public Health health(KubeObject claim) {
        if (claim.deleted().isPresent()) {
            return Replicas.terminating();
        }
        return switch (claim.text("/status/phase")) {
            case "Bound" -> bound(Conditions.of(claim));
            case "Pending" -> Health.of(State.WAITING);
            case "Lost" -> new Health(State.ERROR, "its volume is gone");
            default -> Health.of(State.UNKNOWN);
        };
    }

    private static Health bound(Conditions conditions) {
        if (conditions.holding("FileSystemResizePending").isPresent()) {
            return new Health(State.WAITING, "file system to be resized");
        }
        return conditions.holding("Resizing").isPresent() ? new Health(State.PROGRESS, "resizing") : Health.FINE;
    }
}
