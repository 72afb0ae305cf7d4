package dev.fresnel.resources.relations;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Relation;
import dev.fresnel.api.resource.RelationSource;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Which Services a validating webhook asks. */
@Component
public final class ValidatingWebhookRelations implements RelationSource {
    @Override
    public Reads reads() {
        return Webhooks.reading(Kinds.VALIDATING);
    }

    @Override
    public List<Relation> relations(KubeObject configuration, Lookup lookup) {
        return Webhooks.services(configuration);
    }
}
