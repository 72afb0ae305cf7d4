package dev.fresnel.resources.relations;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Relation;
import dev.fresnel.api.resource.RelationSource;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Which bindings give a ClusterRole, everywhere or in one namespace. */
@Component
public final class ClusterRoleRelations implements RelationSource {
    @Override
    public Reads reads() {
        return Reads.of(Kinds.CLUSTER_ROLE).lookup(Kinds.BINDING, "/roleRef").lookup(Kinds.CLUSTER_BINDING, "/roleRef");
    }

    @Override
    public List<Relation> relations(KubeObject role, Lookup lookup) {
        List<Relation> all = new ArrayList<>(RoleUsers.of(role, Kinds.CLUSTER_BINDING, "", lookup));
        all.addAll(RoleUsers.of(role, Kinds.BINDING, "", lookup));
        return all;
    }
}
