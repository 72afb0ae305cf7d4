package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.democluster.server.Cluster;
import dev.fresnel.democluster.server.Deletion;
import dev.fresnel.democluster.server.Json;
import dev.fresnel.democluster.server.Names;
import dev.fresnel.democluster.server.Stored;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people and fate do to the cluster while it runs: releases, restarts, silent machines; read from a data file. */
final class Life {
    private static final Pattern PATCH = Pattern.compile("(.*:[\\d.]*?)(\\d+)$");

    private final Cluster cluster;
    private final Agenda agenda;
    private final Nodes nodes;
    private final SceneClock clock;

    Life(Cluster cluster, Agenda agenda, Nodes nodes, SceneClock clock) {
        this.cluster = cluster;
        this.agenda = agenda;
        this.nodes = nodes;
        this.clock = clock;
    }

    void begin() {
        Json.data("world/life.json").forEach(row -> agenda.after(Seeds.duration(Json.text(row, "first")), () -> happen(row, 0)));
    }

    private void happen(JsonNode row, int turn) {
        JsonNode targets = row.path("targets");
        JsonNode target = targets.path(targets.isEmpty() ? 0 : turn % targets.size());
        switch (Json.text(row, "do")) {
            case "release" -> release(target.path(0).asText(), target.path(1).asText());
            case "restart" -> restart(target.path(0).asText(), target.path(1).asText());
            case "evict" -> evict(target.path(0).asText());
            default -> silence(Seeds.duration(Json.text(row, "length")).toSeconds(), turn);
        }
        agenda.after(Seeds.duration(Json.text(row, "every")), () -> happen(row, turn + 1));
    }

    /** The next patch version of a deployment's image. */
    private void release(String namespace, String name) {
        cluster.edit(Deployments.NAME, namespace, name, tree -> {
            ObjectNode container = (ObjectNode) Json.at(tree, "spec", "template", "spec", "containers").path(0);
            Matcher version = PATCH.matcher(Json.text(container, "image"));
            if (version.matches()) {
                container.put("image", version.group(1) + (Long.parseLong(version.group(2)) + 1));
            }
            return tree;
        });
    }

    private void restart(String namespace, String name) {
        cluster.edit(Deployments.NAME, namespace, name, tree -> {
            Json.child(tree, "spec", "template", "metadata", "annotations").put("kubectl.kubernetes.io/restartedAt", Names.time(clock.instant()));
            return tree;
        });
    }

    private void evict(String namespace) {
        List<Stored> pods = cluster.store().all("pods", namespace).stream().filter(Pods::ready).toList();
        if (!pods.isEmpty()) {
            Stored pod = pods.get(cluster.names().below(pods.size()));
            cluster.delete("pods", pod.namespace(), pod.name(), Deletion.gracefully());
        }
    }

    private void silence(long seconds, int turn) {
        List<Stored> all = cluster.store().all("nodes", "").stream().filter(node -> "general".equals(node.labels().get("karpenter.sh/nodepool"))).toList();
        if (!all.isEmpty()) {
            nodes.fail(all.get(turn % all.size()).name(), java.time.Duration.ofSeconds(seconds));
        }
    }
}
