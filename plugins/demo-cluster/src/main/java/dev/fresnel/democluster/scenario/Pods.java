package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.democluster.server.Cluster;
import dev.fresnel.democluster.server.Json;
import dev.fresnel.democluster.server.Names;
import dev.fresnel.democluster.server.Stored;
import java.util.List;
import java.util.Locale;

/** Pods as controllers see them: made from a template for an owner, found by owner, ready or not. */
final class Pods {
    private final Cluster cluster;
    private final Recorder recorder;

    Pods(Cluster cluster, Recorder recorder) {
        this.cluster = cluster;
        this.recorder = recorder;
    }

    List<Stored> owned(String resource, JsonNode owner) {
        String uid = Json.text(owner, "metadata", "uid");
        return cluster.store().all(resource, Json.text(owner, "metadata", "namespace")).stream().filter(one -> one.owners().contains(uid)).toList();
    }

    List<Stored> of(JsonNode owner) {
        return owned("pods", owner);
    }

    /** Pods of an owner that still count: neither finished nor being deleted. */
    List<Stored> alive(JsonNode owner) {
        return of(owner).stream().filter(pod -> !pod.deleting() && !finished(pod)).toList();
    }

    static boolean finished(Stored pod) {
        String phase = pod.field("status.phase");
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    static boolean ready(Stored pod) {
        return !pod.deleting() && pod.field("status.phase").equals("Running") && pod.field("ready").equals("true");
    }

    static boolean condition(JsonNode object, String type) {
        return Json.at(object, "status", "conditions").valueStream()
                .anyMatch(one -> Json.text(one, "type").equals(type) && Json.text(one, "status").equals("True"));
    }

    /** A pod from the owner's template; an empty name lets the server choose one. */
    ObjectNode make(JsonNode owner, String component, String name, ObjectNode template) {
        ObjectNode pod = Json.object();
        ObjectNode meta = pod.putObject("metadata").put("namespace", Json.text(owner, "metadata", "namespace"));
        if (name.isEmpty()) {
            meta.put("generateName", Json.text(owner, "metadata", "name") + "-");
        } else {
            meta.put("name", name);
        }
        for (String part : List.of("labels", "annotations", "finalizers")) {
            if (template.path("metadata").has(part)) {
                meta.set(part, template.path("metadata").path(part).deepCopy());
            }
        }
        meta.putArray("ownerReferences").add(reference(owner));
        pod.set("spec", template.path("spec").deepCopy());
        ObjectNode made = cluster.create("pods", pod);
        recorder.normal(component, owner, "SuccessfulCreate", component.startsWith("statefulset")
                ? "create Pod " + Json.text(made, "metadata", "name") + " in StatefulSet " + Json.text(owner, "metadata", "name") + " successful"
                : "Created pod: " + Json.text(made, "metadata", "name"));
        return made;
    }

    static ObjectNode reference(JsonNode owner) {
        return Json.object().put("apiVersion", Json.text(owner, "apiVersion")).put("kind", Json.text(owner, "kind"))
                .put("name", Json.text(owner, "metadata", "name")).put("uid", Json.text(owner, "metadata", "uid"))
                .put("controller", true).put("blockOwnerDeletion", true);
    }

    /** The hash of a template that names replica sets and marks their pods. */
    static String hash(JsonNode template) {
        return Names.hash(template.toString());
    }

    /** Sets a condition; the transition time moves only with the status. */
    static void condition(ObjectNode status, String type, boolean value, String reason, String message, String now) {
        ObjectNode found = null;
        for (JsonNode one : status.withArray("conditions")) {
            if (Json.text(one, "type").equals(type)) {
                found = (ObjectNode) one;
            }
        }
        if (found == null) {
            found = status.withArray("conditions").addObject().put("type", type);
        }
        String word = value ? "True" : "False";
        boolean moved = !word.equals(Json.text(found, "status"));
        found.put("status", word);
        if (moved || !found.has("lastTransitionTime")) {
            found.put("lastTransitionTime", now);
        }
        if (!reason.isEmpty()) {
            found.put("reason", reason).put("message", message);
        } else {
            found.remove(List.of("reason", "message"));
        }
    }

    static String lower(String kind) {
        return kind.toLowerCase(Locale.ROOT);
    }
}
