package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.democluster.server.Cluster;
import dev.fresnel.democluster.server.Json;
import dev.fresnel.democluster.server.Selector;
import dev.fresnel.democluster.server.Stored;
import java.util.List;

/** Counts how many pods a disruption budget lets go. */
final class Budgets implements Desk.Controller {
    static final String NAME = "poddisruptionbudgets.policy";

    private final Cluster cluster;

    Budgets(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void reconcile(String namespace, String name) {
        ObjectNode budget = cluster.find(NAME, namespace, name).orElse(null);
        if (budget == null) {
            return;
        }
        var wanted = Selector.of(Json.at(budget, "spec", "selector"));
        List<Stored> pods = cluster.store().all("pods", namespace).stream().filter(pod -> wanted.test(pod.labels()) && !Pods.finished(pod)).toList();
        int healthy = (int) pods.stream().filter(Pods::ready).count();
        JsonNode most = Json.at(budget, "spec", "maxUnavailable");
        JsonNode least = Json.at(budget, "spec", "minAvailable");
        int needed = most.isMissingNode() ? Counts.share(least, pods.size(), 1, true) : Math.max(0, pods.size() - Counts.share(most, pods.size(), 1, true));
        cluster.edit(NAME, namespace, name, tree -> {
            ObjectNode status = Json.child(tree, "status");
            status.put("currentHealthy", healthy).put("desiredHealthy", needed).put("expectedPods", pods.size());
            status.put("disruptionsAllowed", Math.max(0, healthy - needed)).put("observedGeneration", Json.at(tree, "metadata", "generation").asLong(1));
            boolean room = healthy - needed > 0;
            Pods.condition(status, "DisruptionAllowed", room, room ? "SufficientPods" : "InsufficientPods", "", Json.text(tree, "metadata", "creationTimestamp"));
            return tree;
        });
    }
}
