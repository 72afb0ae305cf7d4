package dev.fresnel.resources.relations;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Relation;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What stands around pods: chosen by their labels, or named by their spec. */
final class Around {
    private static final Kind[] NAMED = {Kinds.CONFIG_MAP, Kind.SECRET, Kinds.CLAIM, Kinds.ACCOUNT};

    private Around() {}

    /** The same reads, and all kinds that may stand around pods. */
    static Reads reading(Reads reads) {
        Reads all = reads.lookup(Kinds.SERVICE, "/spec/selector")
                .lookup(Kinds.INGRESS, "/spec")
                .lookup(Kinds.BUDGET, "/spec/selector")
                .lookup(Kinds.POLICY, "/spec/podSelector")
                .lookup(Kinds.AUTOSCALER, "/spec/scaleTargetRef");
        for (Kind kind : NAMED) {
            all = all.lookup(kind);
        }
        return all;
    }

    /** A workload by its template. */
    static List<Relation> workload(KubeObject object, String template, Lookup lookup) {
        List<Relation> all = pods(object, Labels.of(object.at(template + "/metadata/labels")), object.at(template + "/spec"), lookup);
        all.addAll(scalers(object, object.ref().kind().kind(), object.ref().name(), lookup));
        return all;
    }

    static List<Relation> pods(KubeObject object, Map<String, String> labels, Json spec, Lookup lookup) {
        String namespace = object.ref().namespace();
        List<Relation> all = new ArrayList<>();
        Set<String> services = new HashSet<>();
        for (KubeObject service : lookup.select(Kinds.SERVICE, namespace, "")) {
            if (Labels.carried(service.at("/spec/selector"), labels)) {
                all.add(new Relation(service.ref(), "relation.service"));
                services.add(service.ref().name());
            }
        }
        lookup.select(Kinds.INGRESS, namespace, "").stream()
                .filter(ingress -> Routes.services(ingress).stream().anyMatch(services::contains))
                .forEach(ingress -> all.add(new Relation(ingress.ref(), "relation.route")));
        all.addAll(PodParts.relations(object, spec));
        chosen(all, Kinds.BUDGET, "/spec/selector", "relation.budget", namespace, labels, lookup);
        chosen(all, Kinds.POLICY, "/spec/podSelector", "relation.policy", namespace, labels, lookup);
        return all;
    }

    static List<Relation> scalers(KubeObject near, String kind, String name, Lookup lookup) {
        return lookup.select(Kinds.AUTOSCALER, near.ref().namespace(), "").stream()
                .filter(one -> one.text("/spec/scaleTargetRef/kind").equals(kind) && one.text("/spec/scaleTargetRef/name").equals(name))
                .map(one -> new Relation(one.ref(), "relation.scaledBy"))
                .toList();
    }

    private static void chosen(
            List<Relation> all, Kind kind, String selector, String role, String namespace, Map<String, String> labels, Lookup lookup) {
        lookup.select(kind, namespace, "").stream()
                .filter(one -> Labels.chosen(one.at(selector), labels))
                .forEach(one -> all.add(new Relation(one.ref(), role)));
    }
}
