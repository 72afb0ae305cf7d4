package dev.fresnel.map;

import dev.fresnel.api.graph.Edge;
import dev.fresnel.api.graph.MapSource;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** What a ValidatingWebhookConfiguration calls. */
@Component
public final class ValidatingWebhookEdges implements MapSource {
    @Override
    public Reads reads() {
        return Reads.of(Kinds.VALIDATING, "/webhooks").lookup(Kinds.SERVICE);
    }

    @Override
    public List<Edge> edges(KubeObject configuration, Lookup lookup) {
        return Targets.called(configuration, lookup);
    }
}
