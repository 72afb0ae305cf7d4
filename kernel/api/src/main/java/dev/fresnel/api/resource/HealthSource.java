package dev.fresnel.api.resource;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.Reads;
import org.osgi.annotation.versioning.ConsumerType;

/** Says how objects of one kind are; a pure function of what it declares to read. */
@ConsumerType
public interface HealthSource {
    Reads reads();

    Health health(KubeObject object);
}
