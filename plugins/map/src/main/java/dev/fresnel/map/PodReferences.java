package dev.fresnel.map;

import dev.fresnel.api.graph.MapSource;
import dev.fresnel.api.kube.Kind;
import org.osgi.service.component.annotations.Component;

/** What a pod refers to. */
@Component(service = MapSource.class)
public final class PodReferences extends References {
    public PodReferences() {
        super(Kind.POD, "/spec");
    }
}
