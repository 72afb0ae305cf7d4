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

/** Which workloads a Service leads to, and what leads to it. */
@Component
public final class ServiceRelations implements RelationSource {
    private static final List<Kind> WORKLOADS = List.of(Kinds.DEPLOYMENT, Kinds.STATEFUL_SET, Kinds.DAEMON_SET);

    @Override
    public Reads reads() {
        Reads reads = Reads.of(Kinds.SERVICE, "/spec/selector")
                .lookup(Kinds.INGRESS, "/spec")
                .lookup(Kinds.HTTP_ROUTE, "/spec")
                .lookup(Kinds.SLICE)
                .lookup(Kinds.VALIDATING, "/webhooks")
                .lookup(Kinds.MUTATING, "/webhooks");
        for (Kind kind : WORKLOADS) {
            reads = reads.lookup(kind, "/spec/template/metadata/labels");
        }
        return reads;
    }

    @Override
    public List<Relation> relations(KubeObject service, Lookup lookup) {
        String namespace = service.ref().namespace();
        List<Relation> all = new ArrayList<>();
        for (Kind kind : WORKLOADS) {
            lookup.select(kind, namespace, "").stream()
                    .filter(one -> Labels.carried(service.at("/spec/selector"), Labels.of(one.at("/spec/template/metadata/labels"))))
                    .forEach(one -> all.add(new Relation(one.ref(), "relation.leadsTo")));
        }
        lookup.select(Kinds.INGRESS, namespace, "").stream()
                .filter(ingress -> Routes.services(ingress).contains(service.ref().name()))
                .forEach(ingress -> all.add(new Relation(ingress.ref(), "relation.route")));
        lookup.select(Kinds.HTTP_ROUTE, namespace, "").stream()
                .filter(route -> GatewayRoutes.backends(route).contains(service.ref()))
                .forEach(route -> all.add(new Relation(route.ref(), "relation.route")));
        all.addAll(Webhooks.callers(service, Kinds.VALIDATING, lookup));
        all.addAll(Webhooks.callers(service, Kinds.MUTATING, lookup));
        lookup.select(Kinds.SLICE, namespace, "kubernetes.io/service-name=" + service.ref().name())
                .forEach(slice -> all.add(new Relation(slice.ref(), "relation.endpoints")));
        return all;
    }
}
