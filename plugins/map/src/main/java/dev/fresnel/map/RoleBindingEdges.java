package dev.fresnel.map;

import dev.fresnel.api.graph.MapSource;
import org.osgi.service.component.annotations.Component;

/** What a RoleBinding gives to whom. */
@Component(service = MapSource.class)
public final class RoleBindingEdges extends Binding {
    public RoleBindingEdges() {
        super(Kinds.ROLE_BINDING);
    }
}
