package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Instant;

/** The row of a pod: readiness, the one word for its state, restarts. */
final class PodCells {
    private final JsonNode pod;
    private int restarts;
    private int ready;
    private int total;
    private String last = "";
    private String reason;
    private int sidecarRestarts;
    private String sidecarLast = "";

    private PodCells(JsonNode pod) {
        this.pod = pod;
        this.total = Json.at(pod, "spec", "containers").size();
        this.reason = Printers.or(Json.text(pod, "status", "reason"), Json.text(pod, "status", "phase"));
    }

    static void fill(ArrayNode cells, JsonNode pod, Instant now) {
        PodCells row = new PodCells(pod);
        row.compute();
        String restarts = row.restarts == 0 || row.last.isEmpty() ? String.valueOf(row.restarts)
                : row.restarts + " (" + Ages.since(Json.text(row.last), now) + " ago)";
        cells.add(Printers.name(pod)).add(row.ready + "/" + row.total).add(row.reason).add(restarts).add(Printers.age(pod, now));
        cells.add(Printers.or(Json.text(Json.at(pod, "status", "podIPs").path(0), "ip"), "<none>"));
        cells.add(Printers.or(Json.text(pod, "spec", "nodeName"), "<none>"));
        cells.add(Printers.or(Json.text(pod, "status", "nominatedNodeName"), "<none>")).add(gates(pod));
    }

    private static String gates(JsonNode pod) {
        JsonNode gates = Json.at(pod, "spec", "readinessGates");
        if (gates.isEmpty()) {
            return "<none>";
        }
        long open = gates.valueStream().filter(gate -> Printers.condition(pod, Json.text(gate, "conditionType"))).count();
        return open + "/" + gates.size();
    }

    private void compute() {
        for (JsonNode condition : Json.at(pod, "status", "conditions")) {
            if (Json.text(condition, "type").equals("PodScheduled") && Json.text(condition, "reason").equals("SchedulingGated")) {
                reason = "SchedulingGated";
            }
        }
        if (!initializing() || Printers.condition(pod, "Initialized")) {
            containers();
        }
        if (pod.path("metadata").has("deletionTimestamp")) {
            String phase = Json.text(pod, "status", "phase");
            if (Json.text(pod, "status", "reason").equals("NodeLost")) {
                reason = "Unknown";
            } else if (!phase.equals("Succeeded") && !phase.equals("Failed")) {
                reason = "Terminating";
            }
        }
    }

    private boolean sidecar(String name) {
        return Json.at(pod, "spec", "initContainers").valueStream()
                .anyMatch(one -> Json.text(one, "name").equals(name) && Json.text(one, "restartPolicy").equals("Always"));
    }

    private boolean initializing() {
        JsonNode specs = Json.at(pod, "spec", "initContainers");
        total += (int) specs.valueStream().filter(one -> Json.text(one, "restartPolicy").equals("Always")).count();
        int index = 0;
        for (JsonNode status : Json.at(pod, "status", "initContainerStatuses")) {
            boolean sidecar = sidecar(Json.text(status, "name"));
            count(status);
            if (sidecar) {
                sidecarRestarts += status.path("restartCount").asInt();
                sidecarLast = later(sidecarLast, status);
            }
            JsonNode ended = Json.at(status, "state", "terminated");
            String waiting = Json.text(status, "state", "waiting", "reason");
            if (ended.isObject() && ended.path("exitCode").asInt() == 0) {
                index++;
                continue;
            }
            if (sidecar && status.path("started").asBoolean()) {
                ready += status.path("ready").asBoolean() ? 1 : 0;
                index++;
                continue;
            }
            if (ended.isObject()) {
                reason = "Init:" + ended(ended);
            } else if (!waiting.isEmpty() && !waiting.equals("PodInitializing")) {
                reason = "Init:" + waiting;
            } else {
                reason = "Init:" + index + "/" + specs.size();
            }
            return true;
        }
        return false;
    }

    private void count(JsonNode status) {
        restarts += status.path("restartCount").asInt();
        last = later(last, status);
    }

    private static String later(String time, JsonNode status) {
        String finished = Json.text(status, "lastState", "terminated", "finishedAt");
        return finished.compareTo(time) > 0 ? finished : time;
    }

    private static String ended(JsonNode state) {
        String why = Json.text(state, "reason");
        return !why.isEmpty() ? why : state.path("signal").asInt() != 0 ? "Signal:" + state.path("signal").asInt() : "ExitCode:" + state.path("exitCode").asInt();
    }

    private void containers() {
        restarts = sidecarRestarts;
        last = sidecarLast;
        boolean running = false;
        String error = "";
        JsonNode statuses = Json.at(pod, "status", "containerStatuses");
        for (int i = statuses.size() - 1; i >= 0; i--) {
            JsonNode status = statuses.get(i);
            count(status);
            String waiting = Json.text(status, "state", "waiting", "reason");
            JsonNode ended = Json.at(status, "state", "terminated");
            if (!waiting.isEmpty()) {
                reason = waiting;
            } else if (ended.isObject()) {
                reason = ended(ended);
                error = ended.path("exitCode").asInt() != 0 ? reason : error;
            } else if (status.path("ready").asBoolean() && Json.at(status, "state", "running").isObject()) {
                running = true;
                ready++;
            }
        }
        if (reason.equals("Completed")) {
            if (running && Printers.condition(pod, "Ready")) {
                reason = "Running";
            } else if (!error.isEmpty()) {
                reason = error;
            } else if (running) {
                reason = "NotReady";
            }
        }
    }
}
