package dev.fresnel.resources.relations;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Relation;
import dev.fresnel.api.resource.RelationSource;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Which Gateways an HTTPRoute belongs to, and where it leads. */
@Component
public final class HttpRouteRelations implements RelationSource {
    @Override
    public Reads reads() {
        return Reads.of(Kinds.HTTP_ROUTE, "/spec").lookup(Kinds.GATEWAY).lookup(Kinds.SERVICE);
    }

    @Override
    public List<Relation> relations(KubeObject route, Lookup lookup) {
        List<Relation> all = new ArrayList<>();
        GatewayRoutes.parents(route).forEach(gateway -> all.add(new Relation(gateway, "relation.gateway")));
        GatewayRoutes.backends(route).forEach(service -> all.add(new Relation(service, "relation.leadsTo")));
        return all;
    }
}
