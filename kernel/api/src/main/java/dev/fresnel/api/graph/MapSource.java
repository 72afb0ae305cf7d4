package dev.fresnel.api.graph;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Says what leads from and to an object of one kind; a pure function of what it declares to read. Its kind's objects become nodes. */
@ConsumerType
public interface MapSource {
    Reads reads();

    List<Edge> edges(KubeObject object, Lookup lookup);
}
