package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.democluster.server.Cluster;
import dev.fresnel.democluster.server.Deletion;
import dev.fresnel.democluster.server.Json;
import dev.fresnel.democluster.server.Stored;
import java.util.List;
import java.util.Optional;

/** Pods with a number and a claim each, one after the other; an update goes from the highest number down. */
final class StatefulSets implements Desk.Controller {
    static final String NAME = "statefulsets.apps";
    static final String REVISION = "controller-revision-hash";
    private static final String COMPONENT = "statefulset-controller";

    private final Cluster cluster;
    private final Pods pods;
    private final Recorder recorder;

    StatefulSets(Cluster cluster, Pods pods, Recorder recorder) {
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
        int wanted = Json.at(set, "spec", "replicas").asInt(1);
        boolean together = "Parallel".equals(Json.text(set, "spec", "podManagementPolicy"));
        List<Stored> all = pods.of(set);
        boolean steady = true;
        for (int i = 0; i < wanted && (steady || together); i++) {
            String pod = name + "-" + i;
            Optional<Stored> there = all.stream().filter(one -> one.name().equals(pod)).findFirst();
            if (there.isEmpty()) {
                make(set, pod, i, revision);
                steady = false;
            } else if (Pods.finished(there.get()) && !there.get().deleting()) {
                cluster.delete("pods", namespace, pod, Deletion.now());
                steady = false;
            } else {
                steady = Pods.ready(there.get());
            }
        }
        if (steady) {
            shrink(set, all, wanted);
            update(set, all, wanted, revision);
        }
        status(set, namespace, name, revision);
    }

    private void make(ObjectNode set, String name, int index, String revision) {
        ObjectNode template = set.path("spec").path("template").deepCopy();
        Json.child(template, "metadata", "labels").put("statefulset.kubernetes.io/pod-name", name).put(REVISION, revision)
                .put("apps.kubernetes.io/pod-index", Integer.toString(index));
        ObjectNode spec = Json.child(template, "spec").put("hostname", name).put("subdomain", Json.text(set, "spec", "serviceName"));
        for (JsonNode claim : Json.at(set, "spec", "volumeClaimTemplates")) {
            String own = Json.text(claim, "metadata", "name") + "-" + name;
            spec.withArray("volumes").addObject().put("name", Json.text(claim, "metadata", "name")).putObject("persistentVolumeClaim").put("claimName", own);
            if (cluster.store().find(Volumes.CLAIMS, Json.text(set, "metadata", "namespace"), own).isEmpty()) {
                ObjectNode fresh = Json.object();
                ObjectNode meta = fresh.putObject("metadata").put("name", own).put("namespace", Json.text(set, "metadata", "namespace"));
                meta.set("labels", Json.at(set, "spec", "selector", "matchLabels").deepCopy());
                fresh.set("spec", claim.path("spec").deepCopy());
                cluster.create(Volumes.CLAIMS, fresh);
                recorder.normal(COMPONENT, set, "SuccessfulCreate", "create Claim " + own + " Pod " + name + " in StatefulSet "
                        + Json.text(set, "metadata", "name") + " success");
            }
        }
        pods.make(set, COMPONENT, name, template);
    }

    private void shrink(ObjectNode set, List<Stored> all, int wanted) {
        all.stream().filter(pod -> !pod.deleting() && number(pod) >= wanted)
                .max(java.util.Comparator.comparingInt(StatefulSets::number)).ifPresent(pod -> delete(set, pod));
    }

    private static int number(Stored pod) {
        return Integer.parseInt(pod.name().substring(pod.name().lastIndexOf('-') + 1));
    }

    private void update(ObjectNode set, List<Stored> all, int wanted, String revision) {
        if ("OnDelete".equals(Json.text(set, "spec", "updateStrategy", "type"))) {
            return;
        }
        int partition = Json.at(set, "spec", "updateStrategy", "rollingUpdate", "partition").asInt(0);
        for (int i = wanted - 1; i >= partition; i--) {
            String name = Json.text(set, "metadata", "name") + "-" + i;
            Optional<Stored> old = all.stream().filter(pod -> pod.name().equals(name) && !revision.equals(pod.labels().get(REVISION))).findFirst();
            if (old.isPresent()) {
                if (!old.get().deleting()) {
                    delete(set, old.get());
                }
                return;
            }
        }
    }

    private void delete(ObjectNode set, Stored pod) {
        cluster.delete("pods", pod.namespace(), pod.name(), Deletion.gracefully());
        recorder.normal(COMPONENT, set, "SuccessfulDelete", "delete Pod " + pod.name() + " in StatefulSet " + Json.text(set, "metadata", "name") + " successful");
    }

    private void status(ObjectNode set, String namespace, String name, String revision) {
        List<Stored> all = pods.of(set).stream().filter(pod -> !pod.deleting()).toList();
        long ready = all.stream().filter(Pods::ready).count();
        long fresh = all.stream().filter(pod -> revision.equals(pod.labels().get(REVISION))).count();
        cluster.edit(NAME, namespace, name, tree -> {
            ObjectNode status = Json.child(tree, "status");
            boolean done = fresh == Json.at(tree, "spec", "replicas").asInt(1);
            if (done || !status.has("currentRevision")) {
                status.put("currentRevision", revision);
            }
            status.put("updateRevision", revision).put("observedGeneration", Json.at(tree, "metadata", "generation").asLong(1));
            status.put("replicas", all.size()).put("collisionCount", 0).put("availableReplicas", ready);
            Counts.set(status, "readyReplicas", ready);
            Counts.set(status, "updatedReplicas", fresh);
            Counts.set(status, "currentReplicas", done ? fresh : all.size() - fresh);
            return tree;
        });
    }
}
