package dev.fresnel.resources.relations;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Relation;
import dev.fresnel.api.resource.RelationSource;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Which workloads mount a claim. */
@Component
public final class ClaimRelations implements RelationSource {
    @Override
    public Reads reads() {
        return Users.reading(Kinds.CLAIM);
    }

    @Override
    public List<Relation> relations(KubeObject object, Lookup lookup) {
        return Users.of(object, lookup);
    }
}
