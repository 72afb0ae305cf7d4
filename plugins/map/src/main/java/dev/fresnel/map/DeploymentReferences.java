package dev.fresnel.map;

import dev.fresnel.api.graph.MapSource;
import org.osgi.service.component.annotations.Component;

/** What a Deployment's template refers to, so that it is seen without a pod too. */
@Component(service = MapSource.class)
public final class DeploymentReferences extends References {
    public DeploymentReferences() {
        super(Kinds.DEPLOYMENT, "/spec/template/spec");
    }
}
