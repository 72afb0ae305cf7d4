package dev.fresnel.map;

import dev.fresnel.api.graph.MapSource;
import org.osgi.service.component.annotations.Component;

/** What a ClusterRoleBinding gives to whom. */
@Component(service = MapSource.class)
public final class ClusterRoleBindingEdges extends Binding {
    public ClusterRoleBindingEdges() {
        super(Kinds.CLUSTER_ROLE_BINDING);
    }
}
