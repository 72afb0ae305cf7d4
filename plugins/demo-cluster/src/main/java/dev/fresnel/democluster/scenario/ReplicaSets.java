package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.democluster.server.Cluster;
import dev.fresnel.democluster.server.Deletion;
import dev.fresnel.democluster.server.Json;
import dev.fresnel.democluster.server.Stored;
import java.util.Comparator;
import java.util.List;

/** Keeps as many pods as a replica set asks for. */
final class ReplicaSets implements Desk.Controller {
    static final String NAME = "replicasets.apps";
    private static final String COMPONENT = "replicaset-controller";

    private final Cluster cluster;
    private final Pods pods;
    private final Recorder recorder;

    ReplicaSets(Cluster cluster, Pods pods, Recorder recorder) {
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
        List<Stored> alive = pods.alive(set);
        int wanted = Json.at(set, "spec", "replicas").asInt(0);
        for (int i = alive.size(); i < wanted; i++) {
            pods.make(set, COMPONENT, "", (ObjectNode) set.path("spec").path("template"));
        }
        if (alive.size() > wanted) {
            alive.stream().sorted(leastUseful()).limit(alive.size() - wanted).forEach(pod -> {
                cluster.delete("pods", namespace, pod.name(), Deletion.gracefully());
                recorder.normal(COMPONENT, set, "SuccessfulDelete", "Deleted pod: " + pod.name());
            });
        }
        status(set, namespace, name);
    }

    /** Unscheduled before scheduled, unready before ready, young before old. */
    private static Comparator<Stored> leastUseful() {
        return Comparator.<Stored>comparingInt(pod -> pod.field("spec.nodeName").isEmpty() ? 0 : 1)
                .thenComparingInt(pod -> Pods.ready(pod) ? 1 : 0).thenComparing(Comparator.comparingLong(Stored::version).reversed());
    }

    private void status(ObjectNode set, String namespace, String name) {
        List<Stored> alive = pods.alive(set);
        long ready = alive.stream().filter(Pods::ready).count();
        cluster.edit(NAME, namespace, name, tree -> {
            ObjectNode status = Json.child(tree, "status");
            status.put("replicas", alive.size()).put("fullyLabeledReplicas", alive.size());
            status.put("observedGeneration", Json.at(tree, "metadata", "generation").asLong(1));
            Counts.set(status, "readyReplicas", ready);
            Counts.set(status, "availableReplicas", ready);
            return tree;
        });
    }
}
