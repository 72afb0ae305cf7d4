package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.democluster.server.Cluster;
import dev.fresnel.democluster.server.Json;
import dev.fresnel.democluster.server.Names;
import dev.fresnel.democluster.server.Quantities;
import dev.fresnel.democluster.server.Selector;
import dev.fresnel.democluster.server.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Horizontal pod autoscalers: look every fifteen seconds, up at once, down after two quiet minutes. */
final class Autoscalers {
    static final String NAME = "horizontalpodautoscalers.autoscaling";
    private static final String COMPONENT = "horizontal-pod-autoscaler";
    private static final Duration PERIOD = Duration.ofSeconds(15);
    private static final Duration CALM = Duration.ofSeconds(120);
    private static final double TOLERANCE = 0.1;

    private final Cluster cluster;
    private final Agenda agenda;
    private final Recorder recorder;
    private final SceneClock clock;
    private final Load load;

    Autoscalers(Cluster cluster, Agenda agenda, Recorder recorder, SceneClock clock, Load load) {
        this.cluster = cluster;
        this.agenda = agenda;
        this.recorder = recorder;
        this.clock = clock;
        this.load = load;
    }

    void begin() {
        cluster.store().all(NAME, "").forEach(one -> look(one.tree()));
        agenda.after(PERIOD, this::begin);
    }

    private void look(ObjectNode scaler) {
        String namespace = Json.text(scaler, "metadata", "namespace");
        JsonNode reference = Json.at(scaler, "spec", "scaleTargetRef");
        String resource = Json.text(reference, "kind").equals("StatefulSet") ? StatefulSets.NAME : Deployments.NAME;
        Optional<ObjectNode> target = cluster.find(resource, namespace, Json.text(reference, "name"));
        if (target.isEmpty()) {
            status(scaler, status -> Pods.condition(status, "AbleToScale", false, "FailedGetScale", "the HPA controller was unable to get the target's current scale: "
                    + resource + " \"" + Json.text(reference, "name") + "\" not found", now()));
            return;
        }
        int current = Json.at(target.get(), "spec", "replicas").asInt(1);
        JsonNode metric = Json.at(scaler, "spec", "metrics").path(0);
        if (current == 0 || !"Resource".equals(Json.text(metric, "type"))) {
            return;
        }
        int goal = Json.at(metric, "resource", "target", "averageUtilization").asInt(80);
        long[] used = used(target.get(), Json.text(metric, "resource", "name"));
        if (used[1] == 0) {
            status(scaler, status -> Pods.condition(status, "ScalingActive", false, "FailedGetResourceMetric",
                    "the HPA was unable to compute the replica count: no metrics returned from resource metrics API", now()));
            return;
        }
        int percent = (int) (100 * used[0] / used[1]);
        int wanted = wanted(scaler, current, (double) percent / goal);
        boolean scales = wanted > current || wanted < current && calm(scaler);
        if (scales) {
            scale(scaler, resource, namespace, Json.text(reference, "name"), wanted, percent > goal);
        }
        status(scaler, status -> describe(status, current, scales ? wanted : current, wanted, percent, used[0] / Math.max(1, used[2]), Json.text(metric, "resource", "name")));
        if (scales) {
            status(scaler, status -> status.put("lastScaleTime", now()));
        }
    }

    private String now() {
        return Names.time(clock.instant());
    }

    private static int wanted(ObjectNode scaler, int current, double ratio) {
        int wanted = Math.abs(ratio - 1) <= TOLERANCE ? current : (int) Math.ceil(current * ratio);
        return Math.max(Json.at(scaler, "spec", "minReplicas").asInt(1), Math.min(Json.at(scaler, "spec", "maxReplicas").asInt(1), wanted));
    }

    private boolean calm(ObjectNode scaler) {
        String last = Json.text(scaler, "status", "lastScaleTime");
        return last.isEmpty() || Instant.parse(last).plus(CALM).isBefore(clock.instant());
    }

    /** Used, asked for, and the number of pods that count. */
    private long[] used(ObjectNode target, String what) {
        var selector = Selector.of(Json.at(target, "spec", "selector"));
        long[] sum = new long[3];
        List<Stored> pods = cluster.store().all("pods", Json.text(target, "metadata", "namespace")).stream()
                .filter(pod -> selector.test(pod.labels()) && Pods.ready(pod)).toList();
        for (Stored pod : pods) {
            ObjectNode tree = pod.tree();
            load.pod(tree, clock.instant()).ifPresent(usage -> usage.path("containers").forEach(one -> sum[0] += what.equals("cpu")
                    ? Quantities.millis(Json.text(one, "usage", "cpu")) : Quantities.bytes(Json.text(one, "usage", "memory"))));
            sum[1] += Quantities.requested(tree.path("spec"), what);
        }
        sum[2] = pods.size();
        return sum;
    }

    private void scale(ObjectNode scaler, String resource, String namespace, String name, int wanted, boolean above) {
        cluster.edit(resource, namespace, name, tree -> {
            Json.child(tree, "spec").put("replicas", wanted);
            return tree;
        });
        recorder.normal(COMPONENT, scaler, "SuccessfulRescale", "New size: " + wanted + "; reason: "
                + (above ? "cpu resource utilization (percentage of request) above target" : "All metrics below target"));
    }

    private void describe(ObjectNode status, int current, int desired, int limited, int percent, long average, String what) {
        status.put("currentReplicas", current).put("desiredReplicas", desired);
        ObjectNode metric = status.putArray("currentMetrics").addObject().put("type", "Resource");
        metric.putObject("resource").put("name", what).putObject("current").put("averageUtilization", percent)
                .put("averageValue", what.equals("cpu") ? average + "m" : Long.toString(average));
        Pods.condition(status, "AbleToScale", true, limited < desired ? "ScaleDownStabilized" : "ReadyForNewScale", limited < desired
                ? "recent recommendations were higher than current one, applying the highest recent recommendation" : "recommended size matches current size", now());
        Pods.condition(status, "ScalingActive", true, "ValidMetricFound", "the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)", now());
        Pods.condition(status, "ScalingLimited", false, "DesiredWithinRange", "the desired count is within the acceptable range", now());
    }

    private void status(ObjectNode scaler, java.util.function.Consumer<ObjectNode> work) {
        cluster.edit(NAME, Json.text(scaler, "metadata", "namespace"), Json.text(scaler, "metadata", "name"), tree -> {
            work.accept(Json.child(tree, "status"));
            return tree;
        });
    }
}
