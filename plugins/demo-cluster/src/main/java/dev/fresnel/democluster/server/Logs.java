package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Answers {@code pods/log}, also while it grows. */
final class Logs {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final long LOOK_MILLIS = 500;

    private final Cluster cluster;
    private final Kubelet kubelet;

    Logs(Cluster cluster, Kubelet kubelet) {
        this.cluster = cluster;
        this.kubelet = kubelet;
    }

    DemoResponse answer(Target target, Query query) {
        ObjectNode pod = cluster.stored(target.type(), target.namespace(), target.name()).tree();
        String container = container(pod, query.text("container"));
        boolean previous = query.flag("previous");
        started(pod, container, previous);
        Instant since = Instant.MIN;
        if (!query.text("sinceSeconds").isEmpty()) {
            since = cluster.clock().instant().minusSeconds(query.number("sinceSeconds", 0));
        } else if (!query.text("sinceTime").isEmpty()) {
            since = Instant.parse(query.text("sinceTime"));
        }
        Instant from = since;
        boolean follow = query.flag("follow") && !previous;
        return DemoResponse.stream("text/plain", follow, out -> write(out, target, container, previous, from, query, follow));
    }

    private void write(OutputStream out, Target target, String container, boolean previous, Instant since, Query query, boolean follow) throws IOException {
        boolean stamps = query.flag("timestamps");
        long left = query.number("limitBytes", Long.MAX_VALUE);
        int tail = (int) query.number("tailLines", -1);
        Instant position = since;
        while (left > 0) {
            Instant now = cluster.clock().instant();
            var pod = cluster.find("pods", target.namespace(), target.name());
            if (pod.isEmpty()) {
                return;
            }
            List<Kubelet.Line> lines = kubelet.lines(pod.get(), container, previous, position, now, tail);
            for (Kubelet.Line line : lines) {
                byte[] bytes = ((stamps ? STAMP.format(line.time()) + " " : "") + line.text() + "\n").getBytes(StandardCharsets.UTF_8);
                out.write(bytes, 0, (int) Math.min(bytes.length, left));
                left -= bytes.length;
            }
            tail = -1;
            position = now;
            out.flush();
            if (!follow || finished(pod.get(), container) || !pause()) {
                return;
            }
        }
    }

    private boolean pause() {
        try {
            return cluster.store().awaitPulse(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean finished(ObjectNode pod, String container) {
        return List.of("Succeeded", "Failed").contains(Json.text(pod, "status", "phase")) || Json.at(status(pod, container), "state", "terminated").isObject();
    }

    private static JsonNode status(ObjectNode pod, String container) {
        for (String kind : List.of("containerStatuses", "initContainerStatuses")) {
            for (JsonNode status : pod.path("status").path(kind)) {
                if (Json.text(status, "name").equals(container)) {
                    return status;
                }
            }
        }
        return Json.object();
    }

    private static String container(ObjectNode pod, String asked) {
        String name = Json.text(pod, "metadata", "name");
        List<String> names = pod.path("spec").path("containers").valueStream().map(one -> Json.text(one, "name")).toList();
        List<String> init = pod.path("spec").path("initContainers").valueStream().map(one -> Json.text(one, "name")).toList();
        if (asked.isEmpty()) {
            if (names.size() == 1) {
                return names.getFirst();
            }
            throw ApiFailure.badRequest("a container name must be specified for pod " + name + ", choose one of: [" + String.join(" ", names) + "]"
                    + (init.isEmpty() ? "" : " or one of the init containers: [" + String.join(" ", init) + "]"));
        }
        if (!names.contains(asked) && !init.contains(asked)) {
            throw ApiFailure.badRequest("container " + asked + " is not valid for pod " + name);
        }
        return asked;
    }

    private static void started(ObjectNode pod, String container, boolean previous) {
        JsonNode status = status(pod, container);
        String name = Json.text(pod, "metadata", "name");
        String words = "container \"" + container + "\" in pod \"" + name + "\" is waiting to start: ";
        if (previous) {
            if (!Json.at(status, "lastState", "terminated").isObject()) {
                throw ApiFailure.badRequest("previous terminated container \"" + container + "\" in pod \"" + name + "\" not found");
            }
        } else if (Json.at(status, "state", "waiting").isObject() && status.path("restartCount").asInt() == 0) {
            String why = Json.text(status, "state", "waiting", "reason");
            throw ApiFailure.badRequest(words + (why.equals("ImagePullBackOff") ? "trying and failing to pull image"
                    : why.equals("ErrImagePull") ? "image can't be pulled" : why));
        } else if (!status.has("state") && Json.text(pod, "spec", "nodeName").isEmpty()) {
            throw ApiFailure.badRequest("pod " + name + " does not have a host assigned");
        }
    }
}
