package dev.fresnel.map;

import dev.fresnel.api.graph.MapSource;
import org.osgi.service.component.annotations.Component;

/** What a Job's template refers to. */
@Component(service = MapSource.class)
public final class JobReferences extends References {
    public JobReferences() {
        super(Kinds.JOB, "/spec/template/spec");
    }
}
