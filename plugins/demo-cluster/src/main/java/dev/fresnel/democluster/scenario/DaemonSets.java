package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.democluster.server.Cluster;
import dev.fresnel.democluster.server.Deletion;
import dev.fresnel.democluster.server.Json;
import dev.fresnel.democluster.server.Stored;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One pod on each node that takes it. */
final class DaemonSets implements Desk.Controller {
    static final String NAME = "daemonsets.apps";
    private static final String COMPONENT = "daemonset-controller";
    private static final List<String> TOLERATED = List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable",
            "node.kubernetes.io/disk-pressure", "node.kubernetes.io/memory-pressure", "node.kubernetes.io/unschedulable");

    private final Cluster cluster;
    private final Pods pods;
    private final Recorder recorder;

    DaemonSets(Cluster cluster, Pods pods, Recorder recorder) {
        this.cluster = cluster;
        this.pods = pods;
        this.recorder = recorder;
    }

    @Override
    public void reconcile(String namespace, String name) {
        ObjectNode set = cluster.find(NAME, namespace, name).orElse(null);
        if (set == null || set.path("metadata").has("deletionTimestamp")) {
            return;
        }
        String revision = Revisions.of(cluster, set);
        Set<String> wanted = new HashSet<>();
        for (Stored node : cluster.store().all("nodes", "")) {
            if (!node.deleting() && takes(node.tree(), template(set, node.name(), revision))) {
                wanted.add(node.name());
            }
        }
        List<Stored> all = pods.of(set);
        Set<String> covered = new HashSet<>();
        for (Stored pod : all) {
            String node = target(pod);
            boolean over = !wanted.contains(node) || !covered.add(node) || Pods.finished(pod);
            if (over && !pod.deleting()) {
                delete(set, pod);
            }
        }
        wanted.stream().sorted().filter(node -> !covered.contains(node))
                .forEach(node -> pods.make(set, COMPONENT, "", template(set, node, revision)));
        update(set, all, revision);
        status(set, namespace, name, wanted, revision);
    }

    private static boolean takes(JsonNode node, ObjectNode template) {
        JsonNode spec = template.path("spec");
        boolean tolerated = Json.at(node, "spec", "taints").valueStream().allMatch(taint -> Json.text(taint, "effect").equals("PreferNoSchedule")
                || Scheduler.tolerates(spec, Json.text(taint, "key"), Json.text(taint, "value"), Json.text(taint, "effect")));
        return tolerated && Scheduler.fits(Json.at(node, "metadata", "labels"), spec);
    }

    /** The template bound to one node by affinity, as the controller does it. */
    private static ObjectNode template(ObjectNode set, String node, String revision) {
        ObjectNode template = set.path("spec").path("template").deepCopy();
        Json.child(template, "metadata", "labels").put(StatefulSets.REVISION, revision.substring(revision.lastIndexOf('-') + 1));
        ObjectNode spec = Json.child(template, "spec");
        ObjectNode term = Json.child(spec, "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution")
                .withArray("nodeSelectorTerms").addObject();
        term.putArray("matchExpressions").addObject().put("key", "kubernetes.io/hostname").put("operator", "In").putArray("values").add(node);
        for (String key : TOLERATED) {
            spec.withArray("tolerations").addObject().put("key", key).put("operator", "Exists")
                    .put("effect", key.endsWith("ready") || key.endsWith("unreachable") ? "NoExecute" : "NoSchedule");
        }
        spec.withArray("tolerations").addObject().put("key", "node.kubernetes.io/unreachable").put("operator", "Exists").put("effect", "NoSchedule");
        return template;
    }

    private static String target(Stored pod) {
        JsonNode terms = Json.at(pod.tree(), "spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms");
        return terms.path(terms.size() - 1).path("matchExpressions").path(0).path("values").path(0).asText();
    }

    private void update(ObjectNode set, List<Stored> all, String revision) {
        int room = Math.max(1, Counts.share(Json.at(set, "spec", "updateStrategy", "rollingUpdate", "maxUnavailable"), all.size(), 1, false));
        List<Stored> unready = all.stream().filter(pod -> !Pods.ready(pod)).toList();
        List<Stored> old = new ArrayList<>(all.stream().filter(pod -> !pod.deleting() && !revision.endsWith(pod.labels().getOrDefault(StatefulSets.REVISION, "?"))).toList());
        old.stream().limit(Math.max(0, room - unready.size())).forEach(pod -> delete(set, pod));
    }

    private void delete(ObjectNode set, Stored pod) {
        cluster.delete("pods", pod.namespace(), pod.name(), Deletion.gracefully());
        recorder.normal(COMPONENT, set, "SuccessfulDelete", "Deleted pod: " + pod.name());
    }

    private void status(ObjectNode set, String namespace, String name, Set<String> wanted, String revision) {
        List<Stored> alive = pods.alive(set);
        long ready = alive.stream().filter(Pods::ready).count();
        cluster.edit(NAME, namespace, name, tree -> {
            ObjectNode status = Json.child(tree, "status");
            status.put("desiredNumberScheduled", wanted.size()).put("currentNumberScheduled", alive.size()).put("numberMisscheduled", 0);
            status.put("numberReady", ready).put("observedGeneration", Json.at(tree, "metadata", "generation").asLong(1));
            Counts.set(status, "numberAvailable", ready);
            Counts.set(status, "numberUnavailable", wanted.size() - ready);
            Counts.set(status, "updatedNumberScheduled", alive.stream().filter(pod -> revision.endsWith(pod.labels().getOrDefault(StatefulSets.REVISION, "?"))).count());
            return tree;
        });
    }
}
