package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An object as it is kept: its JSON as bytes and the few values that selectors, owners and controllers ask for.
 *
 * @param resource qualified resource name, the storage key
 * @param fields values of the supported field selectors, and for pods what controllers would otherwise parse them for:
 *     {@code ready}, {@code owner}, and the requested {@code cpu} (thousandths) and {@code memory} (bytes)
 * @param owners uids of the owners
 */
public record Stored(String resource, String namespace, String name, String uid, long version, boolean deleting,
        Map<String, String> labels, Map<String, String> fields, List<String> owners, byte[] json) {

    private static final Map<String, List<String>> FIELDS = Map.of(
            "pods", List.of("spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork",
                    "status.phase", "status.podIP", "status.nominatedNodeName"),
            "events", List.of("involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid",
                    "involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason",
                    "reportingComponent", "source", "type"),
            "nodes", List.of("spec.unschedulable"),
            "namespaces", List.of("status.phase"),
            "secrets", List.of("type"),
            "services", List.of("spec.clusterIP", "spec.type"),
            "replicasets.apps", List.of("status.replicas"),
            "jobs.batch", List.of("status.successful"),
            "certificatesigningrequests.certificates.k8s.io", List.of("spec.signerName"));

    static Stored of(String resource, ObjectNode tree, long version, List<String> selectable) {
        JsonNode meta = tree.path("metadata");
        Map<String, String> labels = new TreeMap<>();
        meta.path("labels").properties().forEach(entry -> labels.put(entry.getKey().intern(), entry.getValue().asText().intern()));
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : supported(resource, selectable)) {
            fields.put(field, field(tree, field).intern());
        }
        hints(resource, tree, fields);
        List<String> owners = meta.path("ownerReferences").valueStream().map(owner -> Json.text(owner, "uid")).toList();
        return new Stored(resource, Json.text(meta, "namespace").intern(), Json.text(meta, "name"), Json.text(meta, "uid"), version,
                meta.has("deletionTimestamp"), Map.copyOf(labels), fields.isEmpty() ? Map.of() : Map.copyOf(fields), owners, Json.bytes(tree));
    }

    private static void hints(String resource, ObjectNode tree, Map<String, String> fields) {
        if (resource.equals("pods")) {
            fields.put("ready", String.valueOf(Printers.condition(tree, "Ready")));
            fields.put("cpu", Long.toString(Quantities.requested(tree.path("spec"), "cpu")));
            fields.put("memory", Long.toString(Quantities.requested(tree.path("spec"), "memory")));
        }
        JsonNode owner = tree.path("metadata").path("ownerReferences").path(0);
        if (owner.isObject()) {
            fields.put("owner", (Json.text(owner, "kind") + "/" + Json.text(owner, "name")).intern());
        }
    }

    /** A value of {@link #fields()}, or the empty text. */
    public String field(String name) {
        return fields.getOrDefault(name, "");
    }

    static List<String> supported(String resource, List<String> selectable) {
        return selectable.isEmpty() ? FIELDS.getOrDefault(resource, List.of()) : selectable;
    }

    private static String field(ObjectNode tree, String field) {
        return switch (field) {
            case "source" -> Json.text(tree, "source", "component").isEmpty() ? Json.text(tree, "reportingComponent") : Json.text(tree, "source", "component");
            case "status.successful" -> Json.text(tree, "status", "succeeded").isEmpty() ? "0" : Json.text(tree, "status", "succeeded");
            case "spec.unschedulable", "spec.hostNetwork" -> String.valueOf(Json.at(tree, field.split("\\.")).asBoolean());
            default -> Json.text(tree, field.split("\\."));
        };
    }

    public ObjectNode tree() {
        return Json.parseObject(json);
    }

    public String key() {
        return key(namespace, name);
    }

    static String key(String namespace, String name) {
        return namespace + "\0" + name;
    }
}
