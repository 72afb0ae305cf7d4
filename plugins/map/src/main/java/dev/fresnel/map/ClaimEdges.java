package dev.fresnel.map;

import dev.fresnel.api.graph.Edge;
import dev.fresnel.api.graph.MapSource;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** A claim is bound to a volume, and gets it from a StorageClass. */
@Component
public final class ClaimEdges implements MapSource {
    @Override
    public Reads reads() {
        return Reads.of(Kinds.CLAIM, "/spec/volumeName", "/spec/storageClassName").lookup(Kinds.VOLUME).lookup(Kinds.STORAGE_CLASS);
    }

    @Override
    public List<Edge> edges(KubeObject claim, Lookup lookup) {
        return new Edges(claim, lookup)
                .to(Kinds.VOLUME, claim.text("/spec/volumeName"), "edge.binds")
                .to(Kinds.STORAGE_CLASS, claim.text("/spec/storageClassName"), "edge.provisioned")
                .list();
    }
}
