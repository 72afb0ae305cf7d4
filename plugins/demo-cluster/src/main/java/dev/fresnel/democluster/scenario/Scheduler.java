package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.democluster.server.Cluster;
import dev.fresnel.democluster.server.Json;
import dev.fresnel.democluster.server.Names;
import dev.fresnel.democluster.server.Quantities;
import dev.fresnel.democluster.server.Stored;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts pods on nodes, or says in the real scheduler's words why it cannot. */
final class Scheduler {
    private static final String NAME = "default-scheduler";

    private final Cluster cluster;
    private final Recorder recorder;
    private final SceneClock clock;
    private final Volumes volumes;
    private Optional<Unplaced> listener = Optional.empty();
    private Room room = new Room(-1, List.of(), Map.of());

    /** Hears of pods that fit nowhere. */
    interface Unplaced {
        void unplaced(ObjectNode pod);
    }

    Scheduler(Cluster cluster, Recorder recorder, SceneClock clock, Volumes volumes) {
        this.cluster = cluster;
        this.recorder = recorder;
        this.clock = clock;
        this.volumes = volumes;
    }

    void onUnplaced(Unplaced hears) {
        listener = Optional.of(hears);
    }

    void place(ObjectNode pod) {
        String namespace = Json.text(pod, "metadata", "namespace");
        if (!Json.at(pod, "spec", "schedulingGates").isEmpty()) {
            return;
        }
        Map<String, Integer> refused = new TreeMap<>();
        Room room = room();
        String missing = volumes.missing(pod);
        Optional<ObjectNode> best = missing.isEmpty() ? room.nodes().stream().filter(node -> {
            String why = refuses(node, pod, room.on(node));
            refused.merge(why, 1, Integer::sum);
            return why.isEmpty();
        }).min(Comparator.comparingDouble(node -> load(node, room.on(node)))) : Optional.empty();
        int count = room.nodes().size();
        if (best.isEmpty()) {
            unplaced(pod, missing.isEmpty() ? words(refused, count) : "0/" + count + " nodes are available: " + missing);
            return;
        }
        String node = Json.text(best.get(), "metadata", "name");
        ObjectNode bound = cluster.edit("pods", namespace, Json.text(pod, "metadata", "name"), tree -> {
            Json.child(tree, "spec").put("nodeName", node);
            Pods.condition(Json.child(tree, "status"), "PodScheduled", true, "", "", Names.time(clock.instant()));
            return tree;
        }).orElse(pod);
        volumes.claim(bound);
        recorder.modern(NAME, bound, "Normal", "Scheduled", "Binding", "Successfully assigned " + namespace + "/" + Json.text(pod, "metadata", "name") + " to " + node);
    }

    /** The nodes and what is asked for on each (processors, memory, pods), as long as nothing has been written. */
    private record Room(long version, List<ObjectNode> nodes, Map<String, long[]> used) {
        long[] on(ObjectNode node) {
            return used.getOrDefault(Json.text(node, "metadata", "name"), new long[3]);
        }
    }

    private Room room() {
        long version = cluster.store().version();
        if (room.version() != version) {
            room = new Room(version, cluster.store().all("nodes", "").stream().map(Stored::tree).toList(), used());
        }
        return room;
    }

    private Map<String, long[]> used() {
        Map<String, long[]> used = new HashMap<>();
        for (Stored pod : cluster.store().all("pods", "")) {
            String node = pod.field("spec.nodeName");
            if (!node.isEmpty() && !Pods.finished(pod)) {
                long[] sum = used.computeIfAbsent(node, key -> new long[3]);
                sum[0] += Long.parseLong(pod.field("cpu"));
                sum[1] += Long.parseLong(pod.field("memory"));
                sum[2]++;
            }
        }
        return used;
    }

    private static double load(JsonNode node, long[] used) {
        return (double) used[0] / Math.max(1, Quantities.millis(Json.text(node, "status", "allocatable", "cpu")))
                + (double) used[1] / Math.max(1, Quantities.bytes(Json.text(node, "status", "allocatable", "memory"))) + used[2] / 200.0;
    }

    /** Why a node does not take a pod, in the scheduler's words; empty when it does. */
    static String refuses(JsonNode node, JsonNode pod, long[] used) {
        JsonNode spec = pod.path("spec");
        if (Json.at(node, "spec", "unschedulable").asBoolean() && !tolerates(spec, "node.kubernetes.io/unschedulable", "", "NoSchedule")) {
            return "node(s) were unschedulable";
        }
        for (JsonNode taint : Json.at(node, "spec", "taints")) {
            String effect = Json.text(taint, "effect");
            if (!effect.equals("PreferNoSchedule") && !tolerates(spec, Json.text(taint, "key"), Json.text(taint, "value"), effect)) {
                return "node(s) had untolerated taint(s)";
            }
        }
        if (!fits(Json.at(node, "metadata", "labels"), spec)) {
            return "node(s) didn't match Pod's node affinity/selector";
        }
        JsonNode room = Json.at(node, "status", "allocatable");
        if (used[2] + 1 > room.path("pods").asLong(110)) {
            return "Too many pods";
        }
        if (used[0] + Quantities.requested(spec, "cpu") > Quantities.millis(Json.text(room, "cpu"))) {
            return "Insufficient cpu";
        }
        return used[1] + Quantities.requested(spec, "memory") > Quantities.bytes(Json.text(room, "memory")) ? "Insufficient memory" : "";
    }

    static boolean tolerates(JsonNode spec, String key, String value, String effect) {
        return spec.path("tolerations").valueStream().anyMatch(one -> (!one.has("key") || Json.text(one, "key").equals(key))
                && (Json.text(one, "effect").isEmpty() || Json.text(one, "effect").equals(effect))
                && (Json.text(one, "operator").equals("Exists") || Json.text(one, "value").equals(value)));
    }

    static boolean fits(JsonNode labels, JsonNode spec) {
        boolean selected = spec.path("nodeSelector").properties().stream().allMatch(entry -> Json.text(labels, entry.getKey()).equals(entry.getValue().asText()));
        JsonNode terms = Json.at(spec, "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms");
        return selected && (terms.isEmpty() || terms.valueStream().anyMatch(term -> term.path("matchExpressions").valueStream().allMatch(one -> {
            String label = Json.text(labels, Json.text(one, "key"));
            boolean in = Json.list(one.path("values")).contains(label);
            return switch (Json.text(one, "operator")) {
                case "In" -> in;
                case "NotIn" -> !in;
                case "Exists" -> labels.has(Json.text(one, "key"));
                default -> !labels.has(Json.text(one, "key"));
            };
        })));
    }

    private static String words(Map<String, Integer> refused, int nodes) {
        String reasons = String.join(", ", refused.entrySet().stream().map(entry -> entry.getValue() + " " + entry.getKey()).sorted().toList());
        return nodes == 0 ? "no nodes available to schedule pods" : "0/" + nodes + " nodes are available: " + reasons
                + ". no new claims to deallocate, preemption: 0/" + nodes + " nodes are available: " + nodes + " Preemption is not helpful for scheduling.";
    }

    private void unplaced(ObjectNode pod, String message) {
        String before = Json.at(pod, "status", "conditions").valueStream().filter(one -> Json.text(one, "type").equals("PodScheduled"))
                .map(one -> Json.text(one, "message")).findFirst().orElse("");
        if (!before.equals(message)) {
            cluster.edit("pods", Json.text(pod, "metadata", "namespace"), Json.text(pod, "metadata", "name"), tree -> {
                Pods.condition(Json.child(tree, "status"), "PodScheduled", false, "Unschedulable", message, Names.time(clock.instant()));
                return tree;
            });
            recorder.modern(NAME, pod, "Warning", "FailedScheduling", "Scheduling", message);
        }
        listener.ifPresent(hears -> hears.unplaced(pod));
    }
}
