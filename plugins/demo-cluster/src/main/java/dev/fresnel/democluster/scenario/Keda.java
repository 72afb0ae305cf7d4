package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.democluster.server.Cluster;
import dev.fresnel.democluster.server.Deletion;
import dev.fresnel.democluster.server.Json;
import dev.fresnel.democluster.server.Names;
import dev.fresnel.democluster.server.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** KEDA's part: scales by the length of queues that only exist here, down to nothing, and starts jobs for work that waits. */
final class Keda {
    static final String OBJECTS = "scaledobjects.keda.sh";
    static final String JOBS = "scaledjobs.keda.sh";
    private static final String NAME = "keda-operator";
    private static final Duration LOOK = Duration.ofSeconds(15);

    private final Cluster cluster;
    private final Agenda agenda;
    private final Recorder recorder;
    private final SceneClock clock;

    Keda(Cluster cluster, Agenda agenda, Recorder recorder, SceneClock clock) {
        this.cluster = cluster;
        this.agenda = agenda;
        this.recorder = recorder;
        this.clock = clock;
    }

    void begin() {
        cluster.store().all(OBJECTS, "").forEach(one -> scale(one.tree()));
        cluster.store().all(JOBS, "").forEach(one -> jobs(one.tree()));
        agenda.after(LOOK, this::begin);
    }

    /** Messages that wait: a wave that lies below zero for a third of the time. */
    private static int queue(JsonNode object, Instant now) {
        double wave = Load.wave(Json.text(object, "metadata", "name") + "queue", now);
        return (int) Math.max(0, Math.round((wave - 0.35) * 180));
    }

    private void scale(ObjectNode object) {
        String namespace = Json.text(object, "metadata", "namespace");
        String target = Json.text(object, "spec", "scaleTargetRef", "name");
        Optional<ObjectNode> deployment = cluster.find(Deployments.NAME, namespace, target);
        if (deployment.isEmpty()) {
            broken(object, target);
            return;
        }
        if (object.path("metadata").path("annotations").has("autoscaling.keda.sh/paused")) {
            status(object, status -> condition(status, "Paused", "True", "ScaledObjectPaused", "ScaledObject is paused"));
            return;
        }
        int waiting = queue(object, clock.instant());
        int each = Math.max(1, Json.at(object, "spec", "triggers").path(0).path("metadata").path("value").asInt(20));
        int most = Json.at(object, "spec", "maxReplicaCount").asInt(100);
        int least = Json.at(object, "spec", "minReplicaCount").asInt(0);
        int replicas = Json.at(deployment.get(), "spec", "replicas").asInt(0);
        scaler(object, deployment.get(), waiting, each);
        if (waiting == 0) {
            idle(object, replicas, least);
            return;
        }
        int wanted = Math.max(Math.max(1, least), Math.min(most, (waiting + each - 1) / each));
        if (replicas == 0) {
            recorder.normal(NAME, object, "KEDAScaleTargetActivated", "Scaled apps/v1.Deployment " + namespace + "/" + target + " from 0 to 1, triggered by rabbitMQScaler");
            replicas(namespace, target, 1);
        } else if (wanted > replicas || wanted < replicas - 1) {
            replicas(namespace, target, wanted);
        }
        status(object, status -> {
            describe(status, object);
            status.put("lastActiveTime", Names.time(clock.instant()));
            condition(status, "Active", "True", "ScalerActive", "Scaling is performed because triggers are active");
        });
    }

    private void idle(ObjectNode object, int replicas, int least) {
        String namespace = Json.text(object, "metadata", "namespace");
        String target = Json.text(object, "spec", "scaleTargetRef", "name");
        String last = Json.text(object, "status", "lastActiveTime");
        long calm = Json.at(object, "spec", "cooldownPeriod").asLong(300);
        boolean cool = last.isEmpty() || Instant.parse(last).plusSeconds(calm).isBefore(clock.instant());
        if (cool && replicas > least) {
            replicas(namespace, target, least);
            if (least == 0) {
                recorder.normal(NAME, object, "KEDAScaleTargetDeactivated", "Deactivated apps/v1.Deployment " + namespace + "/" + target + " from " + replicas + " to 0");
            }
        }
        status(object, status -> {
            describe(status, object);
            condition(status, "Active", "False", "ScalerNotActive", "Scaling is not performed because triggers are not active");
        });
    }

    private void broken(ObjectNode object, String target) {
        String words = "ScaledObject doesn't have correct scaleTargetRef specification: deployments.apps \"" + target + "\" not found";
        if (!words.equals(Json.at(object, "status", "conditions").path(0).path("message").asText())) {
            status(object, status -> {
                condition(status, "Ready", "False", "ScaledObjectCheckFailed", words);
                condition(status, "Active", "Unknown", "UnkownState", "ScaledObject check failed");
                condition(status, "Fallback", "Unknown", "", "");
                condition(status, "Paused", "Unknown", "", "");
            });
        }
        recorder.warning(NAME, object, "ScaledObjectCheckFailed", words);
    }

    private void describe(ObjectNode status, ObjectNode object) {
        String name = Json.text(object, "metadata", "name");
        condition(status, "Ready", "True", "ScaledObjectReady", "ScaledObject is defined correctly and is ready for scaling");
        condition(status, "Fallback", "False", "NoFallbackFound", "No fallbacks are active on this scaled object");
        condition(status, "Paused", "Unknown", "", "");
        status.put("hpaName", "keda-hpa-" + name).put("scaleTargetKind", "apps/v1.Deployment");
        status.putObject("scaleTargetGVKR").put("group", "apps").put("kind", "Deployment").put("resource", "deployments").put("version", "v1");
        status.putArray("externalMetricNames").add("s0-rabbitmq-" + name);
        status.put("triggersTypes", Json.text(Json.at(object, "spec", "triggers").path(0), "type"));
    }

    private static void condition(ObjectNode status, String type, String value, String reason, String message) {
        ObjectNode found = null;
        for (JsonNode one : status.withArray("conditions")) {
            found = Json.text(one, "type").equals(type) ? (ObjectNode) one : found;
        }
        if (found == null) {
            found = status.withArray("conditions").addObject().put("type", type);
        }
        found.put("status", value);
        if (!reason.isEmpty()) {
            found.put("reason", reason).put("message", message);
        }
    }

    private void replicas(String namespace, String target, int wanted) {
        cluster.edit(Deployments.NAME, namespace, target, tree -> {
            Json.child(tree, "spec").put("replicas", wanted);
            return tree;
        });
    }

    /** The autoscaler that KEDA keeps for a scaled object. */
    private void scaler(ObjectNode object, ObjectNode deployment, int waiting, int each) {
        String namespace = Json.text(object, "metadata", "namespace");
        String name = "keda-hpa-" + Json.text(object, "metadata", "name");
        if (cluster.store().find(Autoscalers.NAME, namespace, name).isEmpty()) {
            cluster.create(Autoscalers.NAME, scaler(object, name, each));
            recorder.normal(NAME, object, "KEDAScalersStarted", "Started scalers watch");
            recorder.normal(NAME, object, "ScaledObjectReady", "ScaledObject is ready for scaling");
        }
        int replicas = Json.at(deployment, "spec", "replicas").asInt(0);
        cluster.edit(Autoscalers.NAME, namespace, name, tree -> {
            ObjectNode status = Json.child(tree, "status").put("currentReplicas", replicas).put("desiredReplicas", replicas);
            ObjectNode current = status.putArray("currentMetrics").addObject().put("type", "External").putObject("external");
            current.putObject("metric").put("name", "s0-rabbitmq-" + Json.text(object, "metadata", "name"));
            current.putObject("current").put("averageValue", Integer.toString(replicas == 0 ? 0 : waiting / replicas));
            String now = Names.time(clock.instant());
            Pods.condition(status, "AbleToScale", true, "ReadyForNewScale", "recommended size matches current size", now);
            Pods.condition(status, "ScalingActive", replicas > 0, replicas > 0 ? "ValidMetricFound" : "ScalingDisabled", replicas > 0
                    ? "the HPA was able to successfully calculate a replica count from external metric" : "scaling is disabled since the replica count of the target is zero", now);
            return tree;
        });
    }

    private static ObjectNode scaler(ObjectNode object, String name, int each) {
        ObjectNode scaler = Json.object();
        ObjectNode meta = scaler.putObject("metadata").put("name", name).put("namespace", Json.text(object, "metadata", "namespace"));
        meta.putObject("labels").put("app.kubernetes.io/managed-by", NAME).put("scaledobject.keda.sh/name", Json.text(object, "metadata", "name"));
        meta.putArray("ownerReferences").add(Pods.reference(object));
        ObjectNode spec = scaler.putObject("spec").put("minReplicas", Math.max(1, Json.at(object, "spec", "minReplicaCount").asInt(0)))
                .put("maxReplicas", Json.at(object, "spec", "maxReplicaCount").asInt(100));
        spec.putObject("scaleTargetRef").put("apiVersion", "apps/v1").put("kind", "Deployment").put("name", Json.text(object, "spec", "scaleTargetRef", "name"));
        ObjectNode metric = spec.putArray("metrics").addObject().put("type", "External").putObject("external");
        metric.putObject("metric").put("name", "s0-rabbitmq-" + Json.text(object, "metadata", "name")).putObject("selector").putObject("matchLabels")
                .put("scaledobject.keda.sh/name", Json.text(object, "metadata", "name"));
        metric.putObject("target").put("type", "AverageValue").put("averageValue", Integer.toString(each));
        return scaler;
    }

    private void jobs(ObjectNode object) {
        String namespace = Json.text(object, "metadata", "namespace");
        String name = Json.text(object, "metadata", "name");
        String uid = Json.text(object, "metadata", "uid");
        var owned = cluster.store().all(Jobs.NAME, namespace).stream().filter(job -> job.owners().contains(uid)).toList();
        long running = owned.stream().filter(job -> !Pods.condition(job.tree(), "Complete") && !Pods.condition(job.tree(), "Failed")).count();
        int waiting = queue(object, clock.instant()) / 40;
        long starts = Math.min(waiting, Json.at(object, "spec", "maxReplicaCount").asInt(3)) - running;
        for (int i = 0; i < starts; i++) {
            ObjectNode job = Json.object();
            ObjectNode meta = job.putObject("metadata").put("generateName", name + "-").put("namespace", namespace);
            meta.putObject("labels").put("scaledjob.keda.sh/name", name).put("app.kubernetes.io/managed-by", NAME);
            meta.putArray("ownerReferences").add(Pods.reference(object));
            job.set("spec", object.path("spec").path("jobTargetRef").deepCopy());
            cluster.create(Jobs.NAME, job);
        }
        if (starts > 0) {
            recorder.normal(NAME, object, "KEDAJobsCreated", "Created " + starts + " jobs");
        }
        owned.stream().filter(job -> Pods.condition(job.tree(), "Complete")).sorted(java.util.Comparator.comparingLong(Stored::version).reversed()).skip(4)
                .forEach(job -> cluster.delete(Jobs.NAME, namespace, job.name(), Deletion.gracefully()));
        status(object, status -> {
            condition(status, "Ready", "True", "ScaledJobReady", "ScaledJob is defined correctly and is ready to scaling");
            condition(status, "Active", waiting > 0 ? "True" : "False", waiting > 0 ? "ScalerActive" : "ScalerNotActive",
                    waiting > 0 ? "Scaling is performed because triggers are active" : "Scaling is not performed because triggers are not active");
            condition(status, "Paused", "Unknown", "", "");
            status.put("triggersTypes", Json.text(Json.at(object, "spec", "triggers").path(0), "type"));
        });
    }

    private void status(ObjectNode object, Consumer<ObjectNode> work) {
        String resource = Json.text(object, "kind").equals("ScaledJob") ? JOBS : OBJECTS;
        cluster.edit(resource, Json.text(object, "metadata", "namespace"), Json.text(object, "metadata", "name"), tree -> {
            work.accept(Json.child(tree, "status"));
            return tree;
        });
    }
}
