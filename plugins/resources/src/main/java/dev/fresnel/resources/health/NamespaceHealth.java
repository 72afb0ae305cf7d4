package dev.fresnel.resources.health;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Health;
import dev.fresnel.api.resource.HealthSource;
import dev.fresnel.api.resource.State;
import dev.fresnel.api.view.Reads;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Namespaces: active, or going, and what keeps them from going. */
@Component
public final class NamespaceHealth implements HealthSource {
    private static final List<String> BLOCKS = List.of(
            "NamespaceDeletionDiscoveryFailure", "NamespaceDeletionGroupVersionParsingFailure", "NamespaceDeletionContentFailure",
            "NamespaceFinalizersRemaining", "NamespaceContentRemaining");

    @Override
    public Reads reads() {
        return Reads.of(Kind.NAMESPACE, "/status/phase", Conditions.FIELD);
    }

    @Override
    public Health health(KubeObject namespace) {
        boolean going = namespace.deleted().isPresent() || namespace.text("/status/phase").equals("Terminating");
        if (!going) {
            return Health.FINE;
        }
        var conditions = Conditions.of(namespace);
        return BLOCKS.stream()
                .flatMap(type -> conditions.holding(type).stream())
                .findFirst()
                .map(block -> new Health(block.type().endsWith("Remaining") ? State.PROGRESS : State.WARNING, block.reason()))
                .orElse(Health.of(State.PROGRESS));
    }
}
