package dev.fresnel.resources.relations;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.resource.Relation;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;
import java.util.stream.Stream;

/** Services that an API server asks before it takes an object. */
final class Webhooks {
    private Webhooks() {}

    static Reads reading(Kind kind) {
        return Reads.of(kind, "/webhooks").lookup(Kinds.SERVICE);
    }

    static List<Relation> services(KubeObject configuration) {
        return named(configuration)
                .map(service -> new ObjectRef(configuration.ref().cluster(), Kinds.SERVICE, service.get("namespace").text(), service.get("name").text()))
                .distinct()
                .map(service -> new Relation(service, "relation.calls"))
                .toList();
    }

    /** Configurations of a kind that lead to a Service. */
    static List<Relation> callers(KubeObject service, Kind kind, Lookup lookup) {
        return lookup.select(kind, "", "").stream()
                .filter(one -> named(one).anyMatch(named ->
                        named.get("name").text().equals(service.ref().name()) && named.get("namespace").text().equals(service.ref().namespace())))
                .map(one -> new Relation(one.ref(), "relation.calledBy"))
                .toList();
    }

    private static Stream<Json> named(KubeObject configuration) {
        return configuration.at("/webhooks").items().stream().map(webhook -> webhook.at("/clientConfig/service")).filter(Json::present);
    }
}
