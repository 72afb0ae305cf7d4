package dev.fresnel.resources.relations;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Relation;
import dev.fresnel.api.resource.RelationSource;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Which bindings give a Role. */
@Component
public final class RoleRelations implements RelationSource {
    @Override
    public Reads reads() {
        return Reads.of(Kinds.ROLE).lookup(Kinds.BINDING, "/roleRef");
    }

    @Override
    public List<Relation> relations(KubeObject role, Lookup lookup) {
        return RoleUsers.of(role, Kinds.BINDING, role.ref().namespace(), lookup);
    }
}
