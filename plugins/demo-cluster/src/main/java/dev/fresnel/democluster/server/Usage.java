package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The metrics.k8s.io API. */
final class Usage {
    private final Cluster cluster;
    private final Kubelet kubelet;

    Usage(Cluster cluster, Kubelet kubelet) {
        this.cluster = cluster;
        this.kubelet = kubelet;
    }

    DemoResponse answer(Target target, Query query) {
        boolean pods = target.type().resource().equals("pods");
        ResourceType source = cluster.types().stored(pods ? "pods" : "nodes");
        Instant now = cluster.clock().instant();
        if (!target.collection()) {
            ObjectNode object = cluster.stored(source, target.namespace(), target.name()).tree();
            return DemoResponse.json(200, row(target.type(), object, now).orElseThrow(() -> ApiFailure.notFound(target.type(), target.name())));
        }
        Target listed = new Target(source, target.namespace(), "", "");
        var wanted = Selector.labels(query.text("labelSelector"));
        var fields = Selector.fields(query.text("fieldSelector"), source.qualified(), List.of());
        List<ObjectNode> rows = new ArrayList<>();
        for (Stored one : cluster.select(source, listed.namespace(), it -> wanted.test(it.labels()) && fields.test(it))) {
            row(target.type(), one.tree(), now).ifPresent(rows::add);
        }
        ObjectNode list = Json.object().put("kind", target.type().kind() + "List").put("apiVersion", target.type().apiVersion());
        list.putObject("metadata");
        list.putArray("items").addAll(rows);
        return DemoResponse.json(200, list);
    }

    private Optional<ObjectNode> row(ResourceType type, ObjectNode object, Instant now) {
        boolean pods = type.resource().equals("pods");
        return (pods ? kubelet.podUsage(object, now) : kubelet.nodeUsage(object, now)).map(usage -> {
            ObjectNode row = Json.object().put("kind", type.kind()).put("apiVersion", type.apiVersion());
            ObjectNode meta = row.putObject("metadata").put("name", Json.text(object, "metadata", "name"));
            if (pods) {
                meta.put("namespace", Json.text(object, "metadata", "namespace"));
            }
            meta.put("creationTimestamp", Names.time(now));
            if (object.path("metadata").has("labels")) {
                meta.set("labels", object.path("metadata").path("labels"));
            }
            row.put("timestamp", Names.time(now.minusSeconds(now.getEpochSecond() % 15))).put("window", "15.0s");
            if (pods) {
                row.set("containers", usage.path("containers"));
            } else {
                row.set("usage", usage);
            }
            return row;
        });
    }
}
