package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.democluster.server.Cluster;
import dev.fresnel.democluster.server.Deletion;
import dev.fresnel.democluster.server.Json;
import dev.fresnel.democluster.server.Names;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Writes events in both styles, counts repetitions, and forgets them after an hour. */
final class Recorder {
    private static final Duration KEPT = Duration.ofHours(1);

    private final Cluster cluster;
    private final SceneClock clock;
    private final Agenda agenda;
    private final Map<String, String> repeated = new ConcurrentHashMap<>();

    Recorder(Cluster cluster, SceneClock clock, Agenda agenda) {
        this.cluster = cluster;
        this.clock = clock;
        this.agenda = agenda;
    }

    void normal(String component, JsonNode about, String reason, String message) {
        old(component, "", about, "", "Normal", reason, message);
    }

    void warning(String component, JsonNode about, String reason, String message) {
        old(component, "", about, "", "Warning", reason, message);
    }

    /** An event of a node's kubelet about one container. */
    void kubelet(String node, JsonNode pod, String container, String type, String reason, String message) {
        old("kubelet", node, pod, container.isEmpty() ? "" : "spec.containers{" + container + "}", type, reason, message);
    }

    /** The older style: source, count, first and last time; a repetition counts up. */
    private void old(String component, String host, JsonNode about, String path, String type, String reason, String message) {
        Instant now = clock.instant();
        if (now.plus(KEPT).isBefore(clock.real())) {
            return;
        }
        String namespace = namespace(about);
        String key = Json.text(about, "metadata", "uid") + path + reason + message;
        String known = repeated.getOrDefault(key, "");
        boolean counted = !known.isEmpty() && cluster.edit("events", namespace, known, event -> {
            event.put("count", event.path("count").asInt() + 1).put("lastTimestamp", Names.time(now));
            return event;
        }).isPresent();
        if (counted) {
            return;
        }
        ObjectNode event = event(about, namespace, type, reason, message, now);
        if (!path.isEmpty()) {
            Json.child(event, "involvedObject").put("fieldPath", path);
        }
        ObjectNode source = event.putObject("source").put("component", component);
        if (!host.isEmpty()) {
            source.put("host", host);
        }
        event.put("firstTimestamp", Names.time(now)).put("lastTimestamp", Names.time(now)).put("count", 1).putNull("eventTime");
        event.put("reportingComponent", component).put("reportingInstance", host);
        repeated.put(key, Json.text(event, "metadata", "name"));
        store(event, namespace, key);
    }

    /** The newer style of the scheduler: an empty source, eventTime, neither count nor first time. */
    void modern(String component, JsonNode about, String type, String reason, String action, String message) {
        Instant now = clock.instant();
        if (now.plus(KEPT).isBefore(clock.real())) {
            return;
        }
        String namespace = namespace(about);
        ObjectNode event = event(about, namespace, type, reason, message, now);
        event.putObject("source");
        event.putNull("firstTimestamp").putNull("lastTimestamp").put("eventTime", Names.micros(now)).put("action", action);
        event.put("reportingComponent", component).put("reportingInstance", component + "-control-plane-0");
        store(event, namespace, "");
    }

    private static String namespace(JsonNode about) {
        String namespace = Json.text(about, "metadata", "namespace");
        return namespace.isEmpty() ? "default" : namespace;
    }

    private ObjectNode event(JsonNode about, String namespace, String type, String reason, String message, Instant now) {
        ObjectNode event = Json.object();
        String name = Json.text(about, "metadata", "name") + "." + Long.toHexString(now.toEpochMilli() * 1_000_000L + cluster.names().below(1_000_000));
        event.putObject("metadata").put("name", name).put("namespace", namespace);
        ObjectNode object = event.putObject("involvedObject").put("kind", Json.text(about, "kind"));
        if (!Json.text(about, "metadata", "namespace").isEmpty()) {
            object.put("namespace", namespace);
        }
        object.put("name", Json.text(about, "metadata", "name")).put("uid", Json.text(about, "metadata", "uid"));
        object.put("apiVersion", Json.text(about, "apiVersion")).put("resourceVersion", Json.text(about, "metadata", "resourceVersion"));
        return event.put("reason", reason).put("message", message).put("type", type);
    }

    private void store(ObjectNode event, String namespace, String key) {
        if (cluster.store().find("namespaces", "", namespace).filter(one -> !one.deleting()).isEmpty()) {
            return;
        }
        String name = Json.text(cluster.create("events", event), "metadata", "name");
        forget(namespace, name, key, KEPT);
    }

    /** An event that was repeated meanwhile is kept for another hour. */
    private void forget(String namespace, String name, String key, Duration later) {
        agenda.after(later, () -> {
            Instant last = cluster.find("events", namespace, name).map(event -> Json.text(event, "lastTimestamp"))
                    .filter(text -> !text.isEmpty()).map(Instant::parse).orElse(Instant.MIN);
            Duration left = last.equals(Instant.MIN) ? Duration.ZERO : Duration.between(clock.instant(), last.plus(KEPT));
            if (left.compareTo(Duration.ofSeconds(1)) > 0) {
                forget(namespace, name, key, left);
                return;
            }
            repeated.remove(key);
            cluster.delete("events", namespace, name, Deletion.now());
        });
    }
}
