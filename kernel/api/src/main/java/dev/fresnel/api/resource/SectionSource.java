package dev.fresnel.api.resource;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Adds sections to the details of one kind; a pure function of what it declares to read. */
@ConsumerType
public interface SectionSource {
    Reads reads();

    List<Section> sections(KubeObject object, Lookup lookup);
}
