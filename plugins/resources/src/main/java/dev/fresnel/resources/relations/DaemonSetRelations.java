package dev.fresnel.resources.relations;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Relation;
import dev.fresnel.api.resource.RelationSource;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** What leads to the pods of a DaemonSet, and what they are made of. */
@Component
public final class DaemonSetRelations implements RelationSource {
    private static final String TEMPLATE = "/spec/template";

    @Override
    public Reads reads() {
        return Around.reading(Reads.of(Kinds.DAEMON_SET, TEMPLATE));
    }

    @Override
    public List<Relation> relations(KubeObject object, Lookup lookup) {
        return Around.workload(object, TEMPLATE, lookup);
    }
}
