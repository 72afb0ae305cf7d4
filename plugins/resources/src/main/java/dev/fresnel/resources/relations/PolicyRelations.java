package dev.fresnel.resources.relations;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Relation;
import dev.fresnel.api.resource.RelationSource;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Which workloads a network policy binds. */
@Component
public final class PolicyRelations implements RelationSource {
    private static final List<Kind> WORKLOADS = List.of(Kinds.DEPLOYMENT, Kinds.STATEFUL_SET, Kinds.DAEMON_SET);

    @Override
    public Reads reads() {
        Reads reads = Reads.of(Kinds.POLICY, "/spec/podSelector");
        for (Kind kind : WORKLOADS) {
            reads = reads.lookup(kind, "/spec/template/metadata/labels");
        }
        return reads;
    }

    @Override
    public List<Relation> relations(KubeObject object, Lookup lookup) {
        List<Relation> all = new ArrayList<>();
        for (Kind kind : WORKLOADS) {
            lookup.select(kind, object.ref().namespace(), "").stream()
                    .filter(one -> Labels.chosen(object.at("/spec/podSelector"), Labels.of(one.at("/spec/template/metadata/labels"))))
                    .forEach(one -> all.add(new Relation(one.ref(), "relation.appliesTo")));
        }
        return all;
    }
}
