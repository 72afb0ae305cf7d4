package dev.fresnel.api.graph;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Says what leads from and to an object of one kind; a pure function of what it declares to read, called again when one of that
 * changes. Its kind's objects become nodes; one that speaks of {@link dev.fresnel.api.kube.Kind#ANY} adds edges alone.
 */
@ConsumerType
public interface MapSource {
    Reads reads();

    List<Edge> edges(KubeObject object, Lookup lookup);
}
