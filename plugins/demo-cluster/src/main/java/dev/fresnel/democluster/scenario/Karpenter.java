package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.democluster.server.Cluster;
import dev.fresnel.democluster.server.Deletion;
import dev.fresnel.democluster.server.Json;
import dev.fresnel.democluster.server.Names;
import dev.fresnel.democluster.server.Quantities;
import dev.fresnel.democluster.server.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Karpenter's part: nodes for pods that fit nowhere, and no node that nobody needs. */
final class Karpenter implements Scheduler.Unplaced {
    static final String CLAIMS = "nodeclaims.karpenter.sh";
    static final String POOLS = "nodepools.karpenter.sh";
    private static final String NAME = "karpenter";
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofSeconds(15);
    /** Types by size: name, processors, GiB. */
    private static final List<Map.Entry<String, int[]>> TYPES = List.of(Map.entry("large", new int[] {2, 8}), Map.entry("xlarge", new int[] {4, 16}),
            Map.entry("2xlarge", new int[] {8, 32}), Map.entry("4xlarge", new int[] {16, 64}));

    private final Cluster cluster;
    private final Agenda agenda;
    private final Recorder recorder;
    private final SceneClock clock;
    private final Nodes nodes;
    private final Map<String, Instant> idle = new HashMap<>();
    private final Map<String, Instant> told = new HashMap<>();
    private final Map<String, long[]> room = new HashMap<>();
    private final Map<String, String> nominated = new HashMap<>();

    Karpenter(Cluster cluster, Agenda agenda, Recorder recorder, SceneClock clock, Nodes nodes) {
        this.cluster = cluster;
        this.agenda = agenda;
        this.recorder = recorder;
        this.clock = clock;
        this.nodes = nodes;
    }

    @Override
    public void unplaced(ObjectNode pod) {
        String uid = Json.text(pod, "metadata", "uid");
        if (nominated.containsKey(uid) && cluster.store().find(CLAIMS, "", nominated.get(uid)).isPresent()) {
            return;
        }
        String reason = "";
        for (Stored stored : cluster.store().all(POOLS, "")) {
            ObjectNode pool = stored.tree();
            reason = KarpenterFit.refuses(pool, pod);
            if (reason.isEmpty() && !fitsBooked(pod, stored.name()) && full(pool)) {
                reason = KarpenterFit.tooSmall(pool, pod);
            }
            if (reason.isEmpty()) {
                nominate(pod, pool);
                return;
            }
        }
        if (!reason.isEmpty() && told.getOrDefault(uid, Instant.MIN).plusSeconds(120).isBefore(clock.instant())) {
            told.put(uid, clock.instant());
            recorder.warning(NAME, pod, "FailedScheduling", "Failed to schedule pod, " + reason);
        }
    }

    /** Limits count what runs and what is on its way; Karpenter does not name them when they are reached. */
    private boolean full(ObjectNode pool) {
        String name = Json.text(pool, "metadata", "name");
        long limit = Quantities.millis(Json.text(pool, "spec", "limits", "cpu"));
        long claimed = cluster.store().all(CLAIMS, "").stream().filter(claim -> name.equals(claim.labels().get("karpenter.sh/nodepool")))
                .mapToLong(claim -> KarpenterFit.processors(claim.labels().getOrDefault("node.kubernetes.io/instance-type", "")) * 1000L).sum();
        return limit > 0 && claimed + 2000 > limit;
    }

    private boolean fitsBooked(ObjectNode pod, String pool) {
        return booked(pod, pool).isPresent();
    }

    /** A node on its way that still has room. */
    private Optional<String> booked(ObjectNode pod, String pool) {
        long cpu = Quantities.requested(pod.path("spec"), "cpu");
        long memory = Quantities.requested(pod.path("spec"), "memory");
        return room.entrySet().stream().filter(entry -> entry.getKey().startsWith(pool + "-") && entry.getValue()[0] >= cpu
                && entry.getValue()[1] >= memory && entry.getValue()[2] > 0).map(Map.Entry::getKey).sorted().findFirst();
    }

    private void nominate(ObjectNode pod, ObjectNode pool) {
        long[] need = {Quantities.requested(pod.path("spec"), "cpu"), Quantities.requested(pod.path("spec"), "memory"), 1};
        String claim = booked(pod, Json.text(pool, "metadata", "name")).orElseGet(() -> launch(pool, need[0] * 4));
        room.get(claim)[0] -= need[0];
        room.get(claim)[1] -= need[1];
        room.get(claim)[2] -= need[2];
        if (nominated.size() > 5000) {
            nominated.clear();
            told.clear();
        }
        nominated.put(Json.text(pod, "metadata", "uid"), claim);
        recorder.normal(NAME, pod, "Nominated", "Pod should schedule on: nodeclaim/" + claim);
    }

    private String launch(ObjectNode pool, long millis) {
        Map.Entry<String, int[]> size = TYPES.stream().filter(type -> type.getValue()[0] * 1000L - 400 >= millis).findFirst().orElse(TYPES.getLast());
        String name = Json.text(pool, "metadata", "name") + "-" + cluster.names().suffix(5);
        String zone = "eu-central-1" + "abc".charAt(cluster.names().below(3));
        ObjectNode row = Json.object().put("name", "ip-10-0-" + (cluster.names().below(3) + 1) + "-" + (cluster.names().below(150) + 100) + ".eu-central-1.compute.internal");
        row.put("type", "m7i." + size.getKey()).put("zone", zone).put("cpu", size.getValue()[0]).put("memory", size.getValue()[1]).put("claim", name);
        row.put("pool", Json.text(pool, "metadata", "name")).put("capacity", "spot");
        room.put(name, new long[] {size.getValue()[0] * 1000L - 400, ((long) size.getValue()[1] << 30) - (2L << 30), 50});
        ObjectNode claim = cluster.create(CLAIMS, KarpenterFit.claim(pool, row));
        agenda.afterMillis(2200, () -> {
            stage(name, "Launched", row);
            recorder.normal(NAME, claim, "Launched", "Status condition transitioned, Type: Launched, Status: Unknown -> True, Reason: Launched");
        });
        agenda.afterMillis(14_000, () -> cluster.find(CLAIMS, "", name).ifPresent(now -> {
            join(now, pool, row);
            stage(name, "Registered", row);
        }));
        agenda.afterMillis(19_000, () -> {
            room.remove(name);
            if (cluster.store().find("nodes", "", Json.text(row, "name")).isPresent()) {
                ready(Json.text(row, "name"));
                stage(name, "Initialized", row);
            }
        });
        return name;
    }

    /** The machine joins with a startup taint, which goes when it is initialized. */
    private void join(ObjectNode claim, ObjectNode pool, ObjectNode row) {
        ObjectNode node = row.deepCopy();
        ObjectNode labels = node.putObject("labels");
        labels.put("karpenter.sh/nodepool", Json.text(row, "pool")).put("karpenter.sh/capacity-type", Json.text(row, "capacity"));
        labels.put("karpenter.sh/registered", "true").put("karpenter.k8s.aws/ec2nodeclass", "default");
        Json.at(pool, "spec", "template", "metadata", "labels").properties().forEach(entry -> labels.put(entry.getKey(), entry.getValue().asText()));
        node.withArray("taints").addAll((com.fasterxml.jackson.databind.node.ArrayNode) Json.at(pool, "spec", "template", "spec").withArray("taints").deepCopy());
        if (!clock.playing()) {
            node.withArray("taints").addObject().put("key", "karpenter.sh/unregistered").put("effect", "NoExecute");
        }
        if (node.path("taints").isEmpty()) {
            node.remove("taints");
        }
        node.set("owner", Pods.reference(claim));
        nodes.add(node);
    }

    private void ready(String node) {
        cluster.edit("nodes", "", node, tree -> {
            var kept = Json.array();
            Json.at(tree, "spec", "taints").valueStream().filter(one -> !Json.text(one, "key").equals("karpenter.sh/unregistered")).forEach(kept::add);
            Json.child(tree, "spec").set("taints", kept);
            Json.child(tree, "metadata", "labels").put("karpenter.sh/initialized", "true");
            return tree;
        });
    }

    private void stage(String claim, String condition, ObjectNode row) {
        cluster.edit(CLAIMS, "", claim, tree -> {
            KarpenterFit.stage(tree, condition, row, Names.time(clock.instant()));
            return tree;
        });
    }

    /** A node of the past with its claim, already initialized. */
    void settled(JsonNode row) {
        ObjectNode pool = cluster.find(POOLS, "", Json.text(row, "pool")).orElseGet(Json::object);
        ObjectNode copy = row.deepCopy();
        ObjectNode claim = cluster.create(CLAIMS, KarpenterFit.claim(pool, copy));
        join(claim, pool, copy);
        ready(Json.text(row, "name"));
        List.of("Launched", "Registered", "Initialized").forEach(condition -> stage(Json.text(row, "claim"), condition, copy));
    }

    void begin() {
        consolidate();
        count();
        agenda.after(LOOK, this::begin);
    }

    private void consolidate() {
        for (Stored claim : cluster.store().all(CLAIMS, "")) {
            ObjectNode tree = claim.tree();
            String node = Json.text(tree, "status", "nodeName");
            boolean empty = Pods.condition(tree, "Initialized") && cluster.store().all("pods", "").stream()
                    .noneMatch(pod -> node.equals(pod.field("spec.nodeName")) && !Pods.finished(pod) && !daemon(pod));
            if (!empty) {
                idle.remove(claim.name());
            } else if (!idle.computeIfAbsent(claim.name(), key -> clock.instant()).plus(IDLE).isAfter(clock.instant())) {
                terminate(tree, node);
            }
        }
    }

    private static boolean daemon(Stored pod) {
        return Json.text(pod.tree().path("metadata").path("ownerReferences").path(0), "kind").equals("DaemonSet");
    }

    private void terminate(ObjectNode claim, String node) {
        String name = Json.text(claim, "metadata", "name");
        idle.remove(name);
        recorder.normal(NAME, claim, "DisruptionTerminating", "Disrupting NodeClaim: Empty");
        cluster.find("nodes", "", node).ifPresent(tree -> recorder.normal(NAME, tree, "DisruptionTerminating", "Disrupting Node: Empty"));
        cluster.edit("nodes", "", node, tree -> {
            Json.child(tree, "spec").withArray("taints").addObject().put("key", "karpenter.sh/disrupted").put("effect", "NoSchedule");
            return tree;
        });
        agenda.afterMillis(6000, () -> {
            nodes.remove(node);
            cluster.edit(CLAIMS, "", name, tree -> {
                Json.child(tree, "metadata").remove("finalizers");
                return tree;
            });
            cluster.delete(CLAIMS, "", name, Deletion.now());
        });
    }

    /** What a pool has in use, as its status shows it. */
    private void count() {
        for (Stored stored : cluster.store().all(POOLS, "")) {
            long[] sum = new long[3];
            for (Stored node : cluster.store().all("nodes", "")) {
                if (stored.name().equals(node.labels().get("karpenter.sh/nodepool"))) {
                    JsonNode capacity = Json.at(node.tree(), "status", "capacity");
                    sum[0] += Quantities.millis(Json.text(capacity, "cpu")) / 1000;
                    sum[1] += Quantities.bytes(Json.text(capacity, "memory")) / 1024;
                    sum[2]++;
                }
            }
            cluster.edit(POOLS, "", stored.name(), tree -> {
                ObjectNode status = Json.child(tree, "status");
                status.putObject("resources").put("cpu", Long.toString(sum[0])).put("memory", sum[1] + "Ki").put("nodes", Long.toString(sum[2])).put("pods", Long.toString(sum[2] * 58));
                status.put("nodes", sum[2]).put("nodeClassObservedGeneration", 1);
                List.of("ValidationSucceeded", "NodeClassReady", "Ready").forEach(type -> Pods.condition(status, type, true, type, "", Json.text(tree, "metadata", "creationTimestamp")));
                return tree;
            });
        }
    }

    Optional<Stored> claimOf(String node) {
        return cluster.store().all(CLAIMS, "").stream().filter(claim -> Json.text(claim.tree(), "status", "nodeName").equals(node)).findFirst();
    }
}
