package dev.fresnel.resources.health;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Health;
import dev.fresnel.api.resource.HealthSource;
import dev.fresnel.api.resource.State;
import dev.fresnel.api.view.Reads;
import org.osgi.service.component.annotations.Component;

/** Persistent volumes. */
@Component
public final class VolumeHealth implements HealthSource {
    @Override
    public Reads reads() {
        return Reads.of(Kinds.VOLUME, "/status/phase", "/status/message", "/spec/persistentVolumeReclaimPolicy");
    }

    @Override
    public Health health(KubeObject volume) {
        if (volume.deleted().isPresent()) {
            return Replicas.terminating();
        }
        return switch (volume.text("/status/phase")) {
            case "Bound", "Available" -> Health.FINE;
            case "Released" -> new Health(State.OFF, volume.text("/spec/persistentVolumeReclaimPolicy").equals("Retain") ? "retained" : "");
            case "Failed" -> new Health(State.ERROR, volume.text("/status/message"));
            case "Pending" -> Health.of(State.WAITING);
            default -> Health.of(State.UNKNOWN);
        };
    }
}
