package dev.fresnel.resources.relations;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Relation;
import dev.fresnel.api.resource.RelationSource;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** What an autoscaler scales. */
@Component
public final class AutoscalerRelations implements RelationSource {
    private static final List<Kind> SCALED = List.of(Kinds.DEPLOYMENT, Kinds.STATEFUL_SET, Kinds.REPLICA_SET);

    @Override
    public Reads reads() {
        Reads reads = Reads.of(Kinds.AUTOSCALER, "/spec/scaleTargetRef");
        for (Kind kind : SCALED) {
            reads = reads.lookup(kind);
        }
        return reads;
    }

    @Override
    public List<Relation> relations(KubeObject scaler, Lookup lookup) {
        return SCALED.stream()
                .filter(kind -> kind.kind().equals(scaler.text("/spec/scaleTargetRef/kind")))
                .map(kind -> new Relation(PodParts.ref(scaler, kind, scaler.text("/spec/scaleTargetRef/name")), "relation.scales"))
                .toList();
    }
}
