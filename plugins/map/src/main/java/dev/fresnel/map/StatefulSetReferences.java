package dev.fresnel.map;

import dev.fresnel.api.graph.MapSource;
import org.osgi.service.component.annotations.Component;

/** What a StatefulSet's template refers to. */
@Component(service = MapSource.class)
public final class StatefulSetReferences extends References {
    public StatefulSetReferences() {
        super(Kinds.STATEFUL_SET, "/spec/template/spec");
    }
}
