package dev.fresnel.map;

import dev.fresnel.api.graph.Edge;
import dev.fresnel.api.graph.MapSource;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** A volume is of a StorageClass. */
@Component
public final class VolumeEdges implements MapSource {
    @Override
    public Reads reads() {
        return Reads.of(Kinds.VOLUME, "/spec/storageClassName").lookup(Kinds.STORAGE_CLASS);
    }

    @Override
    public List<Edge> edges(KubeObject volume, Lookup lookup) {
        return new Edges(volume, lookup).to(Kinds.STORAGE_CLASS, volume.text("/spec/storageClassName"), "edge.provisioned").list();
    }
}
