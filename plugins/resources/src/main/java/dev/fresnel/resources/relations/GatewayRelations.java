package dev.fresnel.resources.relations;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Relation;
import dev.fresnel.api.resource.RelationSource;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Which class a Gateway is of, whose certificates it shows, and which routes belong to it. */
@Component
public final class GatewayRelations implements RelationSource {
    @Override
    public Reads reads() {
        return Reads.of(Kinds.GATEWAY, "/spec").lookup(Kinds.GATEWAY_CLASS).lookup(Kind.SECRET).lookup(Kinds.HTTP_ROUTE, "/spec/parentRefs");
    }

    @Override
    public List<Relation> relations(KubeObject gateway, Lookup lookup) {
        List<Relation> all = new ArrayList<>();
        all.add(new Relation(PodParts.ref(gateway, Kinds.GATEWAY_CLASS, gateway.text("/spec/gatewayClassName")), "relation.class"));
        for (Json listener : gateway.at("/spec/listeners").items()) {
            for (Json certificate : listener.at("/tls/certificateRefs").items()) {
                all.add(new Relation(GatewayRoutes.ref(gateway, Kind.SECRET, certificate), "relation.certificate"));
            }
        }
        lookup.select(Kinds.HTTP_ROUTE, "", "").stream()
                .filter(route -> GatewayRoutes.parents(route).stream()
                        .anyMatch(parent -> parent.name().equals(gateway.ref().name()) && parent.namespace().equals(gateway.ref().namespace())))
                .forEach(route -> all.add(new Relation(route.ref(), "relation.route")));
        return all;
    }
}
