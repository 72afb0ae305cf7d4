package dev.fresnel.resources.health;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Health;
import dev.fresnel.api.resource.HealthSource;
import dev.fresnel.api.resource.State;
import dev.fresnel.api.view.Reads;
import org.osgi.service.component.annotations.Component;

/** Services: only those that wait for a load balancer have anything to say. */
@Component
public final class ServiceHealth implements HealthSource {
    @Override
    public Reads reads() {
        return Reads.of(Kinds.SERVICE, "/spec/type", "/status/loadBalancer");
    }

    @Override
    public Health health(KubeObject service) {
        if (service.deleted().isPresent()) {
            return Replicas.terminating();
        }
        boolean waits = service.text("/spec/type").equals("LoadBalancer") && service.at("/status/loadBalancer/ingress").items().isEmpty();
        return waits ? new Health(State.WAITING, "no address yet") : Health.FINE;
    }
}
