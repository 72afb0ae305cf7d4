package dev.fresnel.map;

import dev.fresnel.api.graph.MapSource;
import org.osgi.service.component.annotations.Component;

/** What a DaemonSet's template refers to. */
@Component(service = MapSource.class)
public final class DaemonSetReferences extends References {
    public DaemonSetReferences() {
        super(Kinds.DAEMON_SET, "/spec/template/spec");
    }
}
