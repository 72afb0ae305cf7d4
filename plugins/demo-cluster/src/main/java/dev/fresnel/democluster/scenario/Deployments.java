package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.democluster.server.Cluster;
import dev.fresnel.democluster.server.Deletion;
import dev.fresnel.democluster.server.Json;
import dev.fresnel.democluster.server.Names;
import dev.fresnel.democluster.server.Stored;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Rolls deployments: one replica set per template, the new one up and the old ones down within surge and unavailability. */
final class Deployments implements Desk.Controller {
    static final String NAME = "deployments.apps";
    private static final String COMPONENT = "deployment-controller";
    private static final String REVISION = "deployment.kubernetes.io/revision";

    private final Cluster cluster;
    private final Pods pods;
    private final Recorder recorder;
    private final SceneClock clock;

    Deployments(Cluster cluster, Pods pods, Recorder recorder, SceneClock clock) {
        this.cluster = cluster;
        this.pods = pods;
        this.recorder = recorder;
        this.clock = clock;
    }

    @Override
    public void reconcile(String namespace, String name) {
        ObjectNode deployment = cluster.find(NAME, namespace, name).orElse(null);
        if (deployment == null || deployment.path("metadata").has("deletionTimestamp")) {
            return;
        }
        List<ObjectNode> sets = new ArrayList<>(pods.owned(ReplicaSets.NAME, deployment).stream().map(Stored::tree).toList());
        ObjectNode template = (ObjectNode) deployment.path("spec").path("template");
        Optional<ObjectNode> found = sets.stream().filter(set -> Json.same(bare(set), template)).findFirst();
        boolean paused = Json.at(deployment, "spec", "paused").asBoolean();
        if (found.isEmpty() && paused) {
            status(deployment, sets, Optional.empty());
            return;
        }
        ObjectNode current = found.orElseGet(() -> create(deployment, template, sets));
        sets.removeIf(set -> Json.text(set, "metadata", "uid").equals(Json.text(current, "metadata", "uid")));
        if (found.isPresent()) {
            promote(deployment, current, sets);
        }
        if (!paused) {
            roll(deployment, current, sets);
        }
        List<ObjectNode> after = pods.owned(ReplicaSets.NAME, deployment).stream().map(Stored::tree).toList();
        status(deployment, after, Optional.of(Json.text(current, "metadata", "uid")));
        tidy(deployment, after, Json.text(current, "metadata", "uid"));
    }

    /** A replica set's template without the label that the controller adds. */
    private static JsonNode bare(ObjectNode set) {
        ObjectNode template = set.path("spec").path("template").deepCopy();
        Json.child(template, "metadata", "labels").remove("pod-template-hash");
        return template;
    }

    private static int revision(JsonNode object) {
        return Json.at(object, "metadata", "annotations", REVISION).asInt(0);
    }

    private ObjectNode create(ObjectNode deployment, ObjectNode template, List<ObjectNode> others) {
        int revision = 1 + others.stream().mapToInt(Deployments::revision).max().orElse(revision(deployment));
        ObjectNode set = set(deployment, template, revision, replicas(deployment, others));
        ObjectNode made = cluster.create(ReplicaSets.NAME, set);
        mark(deployment, revision);
        scaled(deployment, Json.text(made, "metadata", "name"), 0, Json.at(made, "spec", "replicas").asInt());
        return made;
    }

    private int replicas(ObjectNode deployment, List<ObjectNode> others) {
        int wanted = Json.at(deployment, "spec", "replicas").asInt(1);
        int present = others.stream().mapToInt(set -> Json.at(set, "spec", "replicas").asInt()).sum();
        if (present == 0) {
            return wanted;
        }
        int surge = Counts.share(Json.at(deployment, "spec", "strategy", "rollingUpdate", "maxSurge"), wanted, 1, true);
        return recreates(deployment) ? 0 : Math.max(0, Math.min(wanted, wanted + Math.max(surge, 0) - present));
    }

    private static boolean recreates(ObjectNode deployment) {
        return "Recreate".equals(Json.text(deployment, "spec", "strategy", "type"));
    }

    static ObjectNode set(ObjectNode deployment, ObjectNode template, int revision, int replicas) {
        String hash = Pods.hash(template);
        ObjectNode set = Json.object();
        ObjectNode meta = set.putObject("metadata").put("namespace", Json.text(deployment, "metadata", "namespace"));
        meta.put("name", Json.text(deployment, "metadata", "name") + "-" + hash);
        meta.putObject("annotations").put(REVISION, Integer.toString(revision))
                .put("deployment.kubernetes.io/desired-replicas", Json.at(deployment, "spec", "replicas").asText());
        meta.putArray("ownerReferences").add(Pods.reference(deployment));
        ObjectNode spec = set.putObject("spec").put("replicas", replicas);
        spec.set("selector", deployment.path("spec").path("selector").deepCopy());
        Json.child(spec, "selector", "matchLabels").put("pod-template-hash", hash);
        spec.set("template", template.deepCopy());
        ObjectNode labels = Json.child(spec, "template", "metadata", "labels").put("pod-template-hash", hash);
        meta.set("labels", labels.deepCopy());
        return set;
    }

    /** An old template that is wanted again becomes the newest revision. */
    private void promote(ObjectNode deployment, ObjectNode current, List<ObjectNode> others) {
        int newest = others.stream().mapToInt(Deployments::revision).max().orElse(0);
        if (revision(current) <= newest) {
            cluster.edit(ReplicaSets.NAME, Json.text(current, "metadata", "namespace"), Json.text(current, "metadata", "name"), set -> {
                Json.child(set, "metadata", "annotations").put(REVISION, Integer.toString(newest + 1));
                return set;
            });
            mark(deployment, newest + 1);
        } else if (revision(deployment) != revision(current)) {
            mark(deployment, revision(current));
        }
    }

    private void mark(ObjectNode deployment, int revision) {
        cluster.edit(NAME, Json.text(deployment, "metadata", "namespace"), Json.text(deployment, "metadata", "name"), tree -> {
            Json.child(tree, "metadata", "annotations").put(REVISION, Integer.toString(revision));
            return tree;
        });
    }

    private void roll(ObjectNode deployment, ObjectNode current, List<ObjectNode> others) {
        int wanted = Json.at(deployment, "spec", "replicas").asInt(1);
        JsonNode limits = Json.at(deployment, "spec", "strategy", "rollingUpdate");
        int surge = Counts.share(limits.path("maxSurge"), wanted, 1, true);
        int missing = Counts.share(limits.path("maxUnavailable"), wanted, 0, false);
        if (surge == 0 && missing == 0) {
            missing = 1;
        }
        int old = others.stream().mapToInt(set -> Json.at(set, "spec", "replicas").asInt()).sum();
        int now = Json.at(current, "spec", "replicas").asInt();
        boolean blocked = recreates(deployment) && others.stream().anyMatch(set -> Json.at(set, "status", "replicas").asInt(0) > 0);
        int target = blocked ? now : recreates(deployment) || old == 0 ? wanted : Math.min(wanted, Math.max(now, wanted + surge - old));
        if (now > wanted) {
            target = wanted;
        }
        if (target != now) {
            scale(deployment, current, target);
        }
        long available = Json.at(current, "status", "availableReplicas").asInt(0);
        long total = available + others.stream().mapToInt(set -> Json.at(set, "status", "availableReplicas").asInt(0)).sum();
        long room = recreates(deployment) ? old : Math.max(0, total - (wanted - missing));
        for (ObjectNode set : others.stream().sorted(Comparator.comparingInt(Deployments::revision)).toList()) {
            int has = Json.at(set, "spec", "replicas").asInt();
            int unhealthy = has - Json.at(set, "status", "availableReplicas").asInt(0);
            int down = (int) Math.min(has, Math.max(0, unhealthy) + room);
            if (down > 0) {
                room -= Math.max(0, down - Math.max(0, unhealthy));
                scale(deployment, set, has - down);
            }
        }
    }

    private void scale(ObjectNode deployment, ObjectNode set, int target) {
        int from = Json.at(set, "spec", "replicas").asInt();
        cluster.edit(ReplicaSets.NAME, Json.text(set, "metadata", "namespace"), Json.text(set, "metadata", "name"), tree -> {
            Json.child(tree, "spec").put("replicas", target);
            return tree;
        });
        scaled(deployment, Json.text(set, "metadata", "name"), from, target);
    }

    private void scaled(ObjectNode deployment, String set, int from, int to) {
        recorder.normal(COMPONENT, deployment, "ScalingReplicaSet", to >= from ? "Scaled up replica set " + set + " from " + from + " to " + to
                : "Scaled down replica set " + set + " from " + from + " to " + to);
    }

    private void status(ObjectNode deployment, List<ObjectNode> sets, Optional<String> current) {
        String now = Names.time(clock.instant());
        int wanted = Json.at(deployment, "spec", "replicas").asInt(1);
        int missing = Counts.share(Json.at(deployment, "spec", "strategy", "rollingUpdate", "maxUnavailable"), wanted, 0, false);
        int replicas = sum(sets, "replicas");
        int available = sum(sets, "availableReplicas");
        Optional<ObjectNode> fresh = sets.stream().filter(set -> current.filter(Json.text(set, "metadata", "uid")::equals).isPresent()).findFirst();
        int updated = fresh.map(set -> Json.at(set, "status", "replicas").asInt(0)).orElse(0);
        boolean complete = updated == wanted && replicas == wanted && available == wanted;
        String set = fresh.map(one -> Json.text(one, "metadata", "name")).orElse("");
        cluster.edit(NAME, Json.text(deployment, "metadata", "namespace"), Json.text(deployment, "metadata", "name"), tree -> {
            ObjectNode status = Json.child(tree, "status");
            status.put("observedGeneration", Json.at(tree, "metadata", "generation").asLong(1));
            Counts.set(status, "replicas", replicas);
            Counts.set(status, "updatedReplicas", updated);
            Counts.set(status, "readyReplicas", sum(sets, "readyReplicas"));
            Counts.set(status, "availableReplicas", available);
            Counts.set(status, "unavailableReplicas", Math.max(0, Math.max(replicas, wanted) - available));
            boolean enough = available >= wanted - missing;
            Pods.condition(status, "Available", enough, enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                    enough ? "Deployment has minimum availability." : "Deployment does not have minimum availability.", now);
            progress(status, tree, set, complete, updated < wanted || replicas > updated, now);
            return tree;
        });
    }

    /** Progress is a matter of time: without any for ten minutes the deadline is over. */
    private void progress(ObjectNode status, ObjectNode tree, String set, boolean complete, boolean moving, String now) {
        JsonNode before = Json.array();
        for (JsonNode one : status.withArray("conditions")) {
            before = Json.text(one, "type").equals("Progressing") ? one : before;
        }
        String reason = Json.text(before, "reason");
        String quoted = "ReplicaSet \"" + set + "\" ";
        boolean late = before.has("lastUpdateTime") && java.time.Instant.parse(Json.text(before, "lastUpdateTime"))
                .plusSeconds(Json.at(tree, "spec", "progressDeadlineSeconds").asLong(600)).isBefore(clock.instant());
        if (complete) {
            Pods.condition(status, "Progressing", true, "NewReplicaSetAvailable", quoted + "has successfully progressed.", now);
        } else if (late && !reason.equals("NewReplicaSetAvailable")) {
            Pods.condition(status, "Progressing", false, "ProgressDeadlineExceeded", quoted + "has timed out progressing.", now);
        } else if (moving || reason.isEmpty()) {
            Pods.condition(status, "Progressing", true, "ReplicaSetUpdated", quoted + "is progressing.", now);
        }
        for (JsonNode one : status.withArray("conditions")) {
            if (!one.has("lastUpdateTime") || Json.text(one, "type").equals("Progressing") && !reason.equals(Json.text(one, "reason"))) {
                ((ObjectNode) one).put("lastUpdateTime", now);
            }
        }
    }

    private static int sum(List<ObjectNode> sets, String field) {
        return sets.stream().mapToInt(set -> Json.at(set, "status", field).asInt(0)).sum();
    }

    private void tidy(ObjectNode deployment, List<ObjectNode> sets, String current) {
        int keep = Json.at(deployment, "spec", "revisionHistoryLimit").asInt(10);
        List<ObjectNode> old = sets.stream().filter(set -> !Json.text(set, "metadata", "uid").equals(current)
                && Json.at(set, "spec", "replicas").asInt() == 0 && Json.at(set, "status", "replicas").asInt(0) == 0)
                .sorted(Comparator.comparingInt(Deployments::revision)).toList();
        old.stream().limit(Math.max(0, old.size() - keep)).forEach(set -> cluster.delete(ReplicaSets.NAME,
                Json.text(set, "metadata", "namespace"), Json.text(set, "metadata", "name"), Deletion.now()));
    }
}
