package dev.fresnel.resources.relations;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Relation;
import dev.fresnel.api.resource.RelationSource;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** What leads to a pod, what it is made of, and what scales it. */
@Component
public final class PodRelations implements RelationSource {
    @Override
    public Reads reads() {
        return Around.reading(Reads.of(Kind.POD, "/spec", "/metadata/ownerReferences"))
                .lookup(Kinds.REPLICA_SET, "/metadata/ownerReferences")
                .lookup(Kinds.DEPLOYMENT)
                .lookup(Kinds.STATEFUL_SET);
    }

    @Override
    public List<Relation> relations(KubeObject pod, Lookup lookup) {
        List<Relation> all = Around.pods(pod, pod.labels(), pod.at("/spec"), lookup);
        lookup.owner(pod, Kinds.REPLICA_SET)
                .flatMap(set -> lookup.owner(set, Kinds.DEPLOYMENT))
                .or(() -> lookup.owner(pod, Kinds.STATEFUL_SET))
                .ifPresent(owner -> all.addAll(Around.scalers(pod, owner.ref().kind().kind(), owner.ref().name(), lookup)));
        return all;
    }
}
