package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What the API server itself adds to objects of certain kinds when they are written. */
final class Admission {
    private static final Set<String> COUNTED = Set.of("apps", "batch", "networking.k8s.io", "policy", "apiextensions.k8s.io",
            "admissionregistration.k8s.io");

    private final Names names;
    private final Supplier<String> defaultStorageClass;

    Admission(Names names, Supplier<String> defaultStorageClass) {
        this.names = names;
        this.defaultStorageClass = defaultStorageClass;
    }

    /** True for kinds whose {@code metadata.generation} counts changes of the spec. */
    static boolean counted(ResourceType type) {
        return type.custom() || COUNTED.contains(type.group()) || type.qualified().equals("pods");
    }

    void create(ResourceType type, ObjectNode tree, Instant now) {
        switch (type.qualified()) {
            case "pods" -> pod(tree);
            case "services" -> service(tree);
            case "secrets" -> secret(tree);
            case "namespaces" -> namespace(tree);
            case "persistentvolumeclaims" -> claim(tree);
            case "persistentvolumes" -> Json.child(tree, "status").put("phase", "Available");
            case "jobs.batch" -> job(tree);
            case "customresourcedefinitions.apiextensions.k8s.io" -> definition(tree, now);
            case "deployments.apps", "replicasets.apps", "statefulsets.apps", "daemonsets.apps", "cronjobs.batch" -> Json.child(tree, "status");
            case "ingresses.networking.k8s.io" -> Json.child(tree, "status", "loadBalancer");
            default -> { }
        }
    }

    void update(ResourceType type, ObjectNode tree, ObjectNode before, Instant now) {
        switch (type.qualified()) {
            case "services" -> service(keepAddress(tree, before));
            case "secrets" -> secret(tree);
            case "customresourcedefinitions.apiextensions.k8s.io" -> definition(tree, now);
            default -> { }
        }
    }

    private static ObjectNode keepAddress(ObjectNode tree, ObjectNode before) {
        ObjectNode spec = Json.child(tree, "spec");
        for (String field : List.of("clusterIP", "clusterIPs")) {
            if (!spec.has(field) && Json.at(before, "spec").has(field) && !"ExternalName".equals(Json.text(spec, "type"))) {
                spec.set(field, Json.at(before, "spec", field));
            }
        }
        return tree;
    }

    private void pod(ObjectNode tree) {
        ObjectNode spec = Json.child(tree, "spec");
        if (Json.text(spec, "serviceAccountName").isEmpty()) {
            spec.put("serviceAccountName", "default");
        }
        spec.put("serviceAccount", Json.text(spec, "serviceAccountName"));
        preset(spec, "priority", Json.parse("0"));
        preset(spec, "preemptionPolicy", Json.text("PreemptLowerPriority"));
        preset(spec, "enableServiceLinks", Json.parse("true"));
        tolerate(spec, "node.kubernetes.io/not-ready");
        tolerate(spec, "node.kubernetes.io/unreachable");
        token(spec);
        ObjectNode status = Json.child(tree, "status");
        preset(status, "phase", Json.text("Pending"));
        status.put("qosClass", quality(spec));
    }

    private static void preset(ObjectNode object, String field, JsonNode value) {
        if (!object.has(field)) {
            object.set(field, value);
        }
    }

    private static void tolerate(ObjectNode spec, String key) {
        ArrayNode list = spec.withArray("tolerations");
        boolean there = list.valueStream().anyMatch(one -> Json.text(one, "key").equals(key) || !one.has("key"));
        if (!there) {
            list.addObject().put("key", key).put("operator", "Exists").put("effect", "NoExecute").put("tolerationSeconds", 300);
        }
    }

    private void token(ObjectNode spec) {
        String mount = "/var/run/secrets/kubernetes.io/serviceaccount";
        boolean there = spec.path("volumes").valueStream().anyMatch(volume -> Json.text(volume, "name").startsWith("kube-api-access"));
        if (there || spec.has("automountServiceAccountToken") && !spec.path("automountServiceAccountToken").asBoolean()) {
            return;
        }
        String name = "kube-api-access-" + names.suffix(5);
        ObjectNode projected = spec.withArray("volumes").addObject().put("name", name).putObject("projected").put("defaultMode", 420);
        ArrayNode sources = projected.putArray("sources");
        sources.addObject().putObject("serviceAccountToken").put("expirationSeconds", 3607).put("path", "token");
        sources.addObject().putObject("configMap").put("name", "kube-root-ca.crt").putArray("items").addObject().put("key", "ca.crt").put("path", "ca.crt");
        sources.addObject().putObject("downwardAPI").putArray("items").addObject().put("path", "namespace")
                .putObject("fieldRef").put("apiVersion", "v1").put("fieldPath", "metadata.namespace");
        for (String kind : List.of("initContainers", "containers")) {
            spec.path(kind).forEach(container -> ((ObjectNode) container).withArray("volumeMounts").addObject()
                    .put("name", name).put("readOnly", true).put("mountPath", mount));
        }
    }

    private static String quality(ObjectNode spec) {
        boolean any = false;
        boolean all = true;
        for (JsonNode container : spec.path("containers")) {
            JsonNode limits = Json.at(container, "resources", "limits");
            JsonNode requests = Json.at(container, "resources", "requests");
            any |= !limits.isEmpty() || !requests.isEmpty();
            all &= limits.has("cpu") && limits.has("memory") && (requests.isEmpty() || requests.equals(limits));
        }
        return all ? "Guaranteed" : any ? "Burstable" : "BestEffort";
    }

    private void service(ObjectNode tree) {
        ObjectNode spec = Json.child(tree, "spec");
        Json.child(tree, "status", "loadBalancer");
        if ("ExternalName".equals(Json.text(spec, "type"))) {
            return;
        }
        if (Json.text(spec, "clusterIP").isEmpty()) {
            spec.put("clusterIP", names.serviceAddress());
        }
        spec.putArray("clusterIPs").add(Json.text(spec, "clusterIP"));
        preset(spec, "internalTrafficPolicy", Json.text("Cluster"));
        preset(spec, "ipFamilies", Json.texts(List.of("IPv4")));
        preset(spec, "ipFamilyPolicy", Json.text("SingleStack"));
        if (Set.of("NodePort", "LoadBalancer").contains(Json.text(spec, "type"))) {
            preset(spec, "externalTrafficPolicy", Json.text("Cluster"));
            spec.path("ports").forEach(port -> preset((ObjectNode) port, "nodePort", Json.parse(String.valueOf(names.nodePort()))));
        }
        if ("LoadBalancer".equals(Json.text(spec, "type"))) {
            preset(spec, "allocateLoadBalancerNodePorts", Json.parse("true"));
        }
    }

    private static void secret(ObjectNode tree) {
        JsonNode plain = tree.remove("stringData");
        if (plain != null) {
            plain.properties().forEach(entry -> Json.child(tree, "data").put(entry.getKey(),
                    Base64.getEncoder().encodeToString(entry.getValue().asText().getBytes(java.nio.charset.StandardCharsets.UTF_8))));
        }
    }

    private static void namespace(ObjectNode tree) {
        Json.child(tree, "metadata", "labels").put("kubernetes.io/metadata.name", Json.text(tree, "metadata", "name"));
        Json.child(tree, "spec").putArray("finalizers").add("kubernetes");
        Json.child(tree, "status").put("phase", "Active");
    }

    private void claim(ObjectNode tree) {
        ObjectNode spec = Json.child(tree, "spec");
        if (!spec.has("storageClassName") && !defaultStorageClass.get().isEmpty()) {
            spec.put("storageClassName", defaultStorageClass.get());
        }
        Json.child(tree, "status").put("phase", "Pending");
    }

    private static void job(ObjectNode tree) {
        ObjectNode spec = Json.child(tree, "spec");
        Json.child(tree, "status");
        if (spec.path("manualSelector").asBoolean() || spec.has("selector")) {
            return;
        }
        String uid = Json.text(tree, "metadata", "uid");
        String name = Json.text(tree, "metadata", "name");
        Json.child(spec, "selector", "matchLabels").put("batch.kubernetes.io/controller-uid", uid);
        Json.child(spec, "template", "metadata", "labels").put("batch.kubernetes.io/controller-uid", uid)
                .put("batch.kubernetes.io/job-name", name).put("controller-uid", uid).put("job-name", name);
    }

    private static void definition(ObjectNode tree, Instant now) {
        ObjectNode names = Json.child(tree, "spec", "names");
        if (Json.text(names, "listKind").isEmpty()) {
            names.put("listKind", Json.text(names, "kind") + "List");
        }
        if (Json.text(names, "singular").isEmpty()) {
            names.put("singular", Json.text(names, "kind").toLowerCase(java.util.Locale.ROOT));
        }
        ObjectNode status = Json.child(tree, "status");
        status.set("acceptedNames", names.deepCopy());
        ArrayNode versions = status.putArray("storedVersions");
        tree.path("spec").path("versions").valueStream().filter(one -> one.path("storage").asBoolean())
                .forEach(one -> versions.add(one.path("name")));
        if (!status.has("conditions")) {
            condition(status, "NamesAccepted", "NoConflicts", "no conflicts found", now);
            condition(status, "Established", "InitialNamesAccepted", "the initial names have been accepted", now);
        }
    }

    private static void condition(ObjectNode status, String type, String reason, String message, Instant now) {
        status.withArray("conditions").addObject().put("lastTransitionTime", Names.time(now)).put("message", message)
                .put("reason", reason).put("status", "True").put("type", type);
    }
}
