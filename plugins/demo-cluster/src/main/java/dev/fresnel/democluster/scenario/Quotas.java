package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.democluster.server.Cluster;
import dev.fresnel.democluster.server.Json;
import dev.fresnel.democluster.server.Stored;
import java.util.List;
import java.util.Locale;

/** Counts what a namespace has of the things that its quotas limit; like everything here it counts, and refuses nothing. */
final class Quotas implements Desk.Controller {
    static final String NAME = "resourcequotas";

    private final Cluster cluster;

    Quotas(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void reconcile(String namespace, String name) {
        cluster.edit(NAME, namespace, name, tree -> {
            ObjectNode status = Json.child(tree, "status");
            JsonNode hard = Json.at(tree, "spec", "hard");
            status.set("hard", hard.deepCopy());
            ObjectNode used = status.putObject("used");
            hard.fieldNames().forEachRemaining(what -> used.put(what, used(namespace, what)));
            return tree;
        });
    }

    private String used(String namespace, String what) {
        List<Stored> pods = cluster.store().all("pods", namespace).stream().filter(pod -> !Pods.finished(pod)).toList();
        return switch (what) {
            case "cpu", "requests.cpu" -> pods.stream().mapToLong(pod -> Long.parseLong(pod.field("cpu"))).sum() + "m";
            case "memory", "requests.memory" -> pods.stream().mapToLong(pod -> Long.parseLong(pod.field("memory"))).sum() / (1 << 20) + "Mi";
            case "pods", "count/pods" -> Integer.toString(pods.size());
            default -> Integer.toString(cluster.store().all(what.toLowerCase(Locale.ROOT).replace("count/", ""), namespace).size());
        };
    }
}
