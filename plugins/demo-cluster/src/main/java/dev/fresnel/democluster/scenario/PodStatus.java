package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.democluster.server.Json;
import dev.fresnel.democluster.server.Names;
import java.util.List;

/** Writes the status of a pod as a kubelet does: conditions, container states, phase. */
final class PodStatus {
    private final ObjectNode pod;
    private final ObjectNode status;
    private final String now;

    PodStatus(ObjectNode pod, String now) {
        this.pod = pod;
        this.status = Json.child(pod, "status");
        this.now = now;
    }

    void address(String address) {
        if (!status.has("podIP")) {
            status.put("podIP", address).putArray("podIPs").addObject().put("ip", address);
        }
    }

    ArrayNode statuses(boolean init) {
        String field = init ? "initContainerStatuses" : "containerStatuses";
        if (!status.has(field)) {
            ArrayNode list = status.putArray(field);
            for (JsonNode container : Json.at(pod, "spec", init ? "initContainers" : "containers")) {
                ObjectNode one = list.addObject().put("name", Json.text(container, "name")).put("image", Json.text(container, "image"));
                one.put("imageID", "").put("restartCount", 0).put("ready", false).put("started", false).putObject("lastState");
                waiting(one, init || Json.at(pod, "spec", "initContainers").isEmpty() ? "ContainerCreating" : "PodInitializing", "");
            }
        }
        return status.withArray(field);
    }

    ObjectNode container(String name) {
        for (boolean init : new boolean[] {false, true}) {
            for (JsonNode one : statuses(init)) {
                if (Json.text(one, "name").equals(name)) {
                    return (ObjectNode) one;
                }
            }
        }
        return Json.object();
    }

    void waiting(ObjectNode container, String reason, String message) {
        ObjectNode waiting = container.putObject("state").putObject("waiting").put("reason", reason);
        if (!message.isEmpty()) {
            waiting.put("message", message);
        }
        container.put("ready", false).put("started", false);
    }

    void running(ObjectNode container, String id, boolean ready) {
        String image = Json.text(container, "image");
        container.putObject("state").putObject("running").put("startedAt", now);
        container.put("containerID", "containerd://" + id).put("imageID", imageId(image)).put("ready", ready).put("started", true);
    }

    static String imageId(String image) {
        String name = image.replaceFirst("@.*", "").replaceFirst(":[^:/]*$", "");
        String digest = Names.hash(image) + Names.hash(image + "1") + Names.hash(image + "2");
        StringBuilder hex = new StringBuilder();
        digest.chars().forEach(c -> hex.append(Integer.toHexString(c)));
        return name + "@sha256:" + (hex + "0000").substring(0, 60) + Integer.toHexString(0x1000 + image.length());
    }

    void ended(ObjectNode container, String reason, int code) {
        String started = Json.text(container, "state", "running", "startedAt");
        ObjectNode ended = container.putObject("state").putObject("terminated").put("exitCode", code).put("reason", reason);
        ended.put("startedAt", started).put("finishedAt", now).put("containerID", Json.text(container, "containerID"));
        container.put("ready", false).put("started", false);
    }

    /** The run that ended becomes the last state, and the container waits for the next. */
    void backingOff(ObjectNode container, String message) {
        remember(container);
        waiting(container, "CrashLoopBackOff", message);
    }

    void remember(ObjectNode container) {
        if (Json.at(container, "state", "terminated") instanceof ObjectNode ended) {
            container.putObject("lastState").set("terminated", ended);
        }
    }

    /** Conditions and phase follow from the containers. */
    void settle() {
        boolean ready = all("ready");
        boolean initialized = Json.at(pod, "spec", "initContainers").isEmpty() || statuses(true).valueStream()
                .allMatch(one -> Json.at(one, "state", "terminated", "exitCode").asInt(-1) == 0);
        List<String> names = statuses(false).valueStream().filter(one -> !one.path("ready").asBoolean()).map(one -> Json.text(one, "name")).toList();
        String phase = phase();
        String unready = phase.equals("Succeeded") ? "PodCompleted" : phase.equals("Failed") ? "PodFailed" : "ContainersNotReady";
        String message = phase.equals("Succeeded") ? "" : "containers with unready status: [" + String.join(" ", names) + "]";
        boolean sandbox = !phase.equals("Succeeded") && !phase.equals("Failed") && !Json.text(status, "podIP").isEmpty();
        Pods.condition(status, "PodReadyToStartContainers", sandbox, "", "", now);
        Pods.condition(status, "Initialized", initialized, initialized ? "" : "ContainersNotInitialized",
                "containers with incomplete status: [" + String.join(" ", incomplete()) + "]", now);
        Pods.condition(status, "Ready", ready, ready ? "" : unready, message, now);
        Pods.condition(status, "ContainersReady", ready, ready ? "" : unready, message, now);
        status.put("phase", phase).put("observedGeneration", Json.at(pod, "metadata", "generation").asLong(1));
        for (JsonNode one : status.withArray("conditions")) {
            ((ObjectNode) one).putNull("lastProbeTime").put("observedGeneration", Json.at(pod, "metadata", "generation").asLong(1));
        }
    }

    private List<String> incomplete() {
        return statuses(true).valueStream().filter(one -> Json.at(one, "state", "terminated", "exitCode").asInt(-1) != 0)
                .map(one -> Json.text(one, "name")).toList();
    }

    private boolean all(String field) {
        return statuses(false).valueStream().allMatch(one -> one.path(field).asBoolean());
    }

    private String phase() {
        List<JsonNode> states = statuses(false).valueStream().map(one -> one.path("state")).toList();
        boolean finished = states.stream().allMatch(state -> state.has("terminated")) && !states.isEmpty();
        String policy = Json.text(pod, "spec", "restartPolicy");
        if (finished && !policy.equals("Always")) {
            boolean good = states.stream().allMatch(state -> state.path("terminated").path("exitCode").asInt() == 0);
            return good ? "Succeeded" : policy.equals("Never") ? "Failed" : "Running";
        }
        boolean began = statuses(false).valueStream().anyMatch(one -> one.has("containerID"));
        return began ? "Running" : "Pending";
    }
}
