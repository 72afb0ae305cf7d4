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

/** Where an Ingress leads, and whose certificates it shows. */
@Component
public final class IngressRelations implements RelationSource {
    @Override
    public Reads reads() {
        return Reads.of(Kinds.INGRESS, "/spec").lookup(Kinds.SERVICE).lookup(Kind.SECRET);
    }

    @Override
    public List<Relation> relations(KubeObject ingress, Lookup lookup) {
        List<Relation> all = new ArrayList<>();
        Routes.services(ingress).forEach(name -> all.add(new Relation(PodParts.ref(ingress, Kinds.SERVICE, name), "relation.leadsTo")));
        Routes.secrets(ingress).forEach(name -> all.add(new Relation(PodParts.ref(ingress, Kind.SECRET, name), "relation.certificate")));
        return all;
    }
}
