package dev.fresnel.api.diagnosis;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Finds what is wrong with objects of one kind; a pure function of what it declares to read. */
@ConsumerType
public interface Rule {
    Reads reads();

    List<Finding> findings(KubeObject object, Lookup lookup);
}
