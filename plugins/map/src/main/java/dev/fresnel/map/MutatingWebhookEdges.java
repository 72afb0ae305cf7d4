package dev.fresnel.map;

import dev.fresnel.api.graph.Edge;
import dev.fresnel.api.graph.MapSource;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** What a MutatingWebhookConfiguration calls. */
@Component
public final class MutatingWebhookEdges implements MapSource {
    @Override
    public Reads reads() {
        return Reads.of(Kinds.MUTATING, "/webhooks").lookup(Kinds.SERVICE);
    }

    @Override
    public List<Edge> edges(KubeObject configuration, Lookup lookup) {
        return Targets.called(configuration, lookup);
    }
}
