package dev.fresnel.api.resource;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Says what has to do with an object of one kind; a pure function of what it declares to read. */
@ConsumerType
public interface RelationSource {
    Reads reads();

    List<Relation> relations(KubeObject object, Lookup lookup);
}
