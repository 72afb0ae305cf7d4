package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The API server's own rules for built-in kinds, as far as people run into them. */
final class Rules {
    private static final Map<String, List<String>> REQUIRED = Map.of(
            "deployments.apps", List.of("spec.selector", "spec.template.metadata.labels"),
            "replicasets.apps", List.of("spec.selector"),
            "statefulsets.apps", List.of("spec.selector"),
            "daemonsets.apps", List.of("spec.selector"),
            "cronjobs.batch", List.of("spec.schedule"),
            "rolebindings.rbac.authorization.k8s.io", List.of("roleRef.name"),
            "clusterrolebindings.rbac.authorization.k8s.io", List.of("roleRef.name"));
    private static final Map<String, String> TEMPLATES = Map.of("pods", "spec", "deployments.apps", "spec.template.spec",
            "replicasets.apps", "spec.template.spec", "statefulsets.apps", "spec.template.spec", "daemonsets.apps", "spec.template.spec",
            "jobs.batch", "spec.template.spec", "cronjobs.batch", "spec.jobTemplate.spec.template.spec");
    private static final Map<String, List<String>> IMMUTABLE = Map.of("deployments.apps", List.of("spec.selector"),
            "replicasets.apps", List.of("spec.selector"), "daemonsets.apps", List.of("spec.selector"),
            "statefulsets.apps", List.of("spec.selector", "spec.serviceName", "spec.volumeClaimTemplates"),
            "jobs.batch", List.of("spec.selector", "spec.completions", "spec.template"),
            "rolebindings.rbac.authorization.k8s.io", List.of("roleRef"),
            "clusterrolebindings.rbac.authorization.k8s.io", List.of("roleRef"),
            "storageclasses.storage.k8s.io", List.of("provisioner", "parameters", "reclaimPolicy"));

    List<ApiFailure.Cause> broken(ResourceType type, ObjectNode tree) {
        List<ApiFailure.Cause> causes = new ArrayList<>();
        for (String path : REQUIRED.getOrDefault(type.qualified(), List.of())) {
            JsonNode value = at(tree, path);
            if (value.isMissingNode() || value.isNull() || value.isContainerNode() && value.isEmpty() || value.isTextual() && value.asText().isEmpty()) {
                causes.add(required(path));
            }
        }
        String template = TEMPLATES.get(type.qualified());
        if (template != null) {
            containers(at(tree, template), template, causes);
            negative(tree, "spec.replicas", causes);
            labels(type, tree, causes);
        }
        return causes;
    }

    private static void containers(JsonNode spec, String path, List<ApiFailure.Cause> causes) {
        if (spec.path("containers").isEmpty()) {
            causes.add(required(path + ".containers"));
        }
        int index = 0;
        for (JsonNode container : spec.path("containers")) {
            for (String field : List.of("name", "image")) {
                if (Json.text(container, field).isEmpty()) {
                    causes.add(required(path + ".containers[" + index + "]." + field));
                }
            }
            index++;
        }
    }

    private static void negative(ObjectNode tree, String path, List<ApiFailure.Cause> causes) {
        if (at(tree, path).asLong(0) < 0) {
            causes.add(new ApiFailure.Cause(path, "FieldValueInvalid", "Invalid value: " + at(tree, path).asLong()
                    + ": must be greater than or equal to 0"));
        }
    }

    private static void labels(ResourceType type, ObjectNode tree, List<ApiFailure.Cause> causes) {
        if (!type.group().equals("apps") || tree.path("spec").path("selector").isEmpty()) {
            return;
        }
        JsonNode labels = Json.at(tree, "spec", "template", "metadata", "labels");
        Map<String, String> plain = new java.util.TreeMap<>();
        labels.properties().forEach(entry -> plain.put(entry.getKey(), entry.getValue().asText()));
        if (!Selector.of(tree.path("spec").path("selector")).test(plain)) {
            causes.add(new ApiFailure.Cause("spec.template.metadata.labels", "FieldValueInvalid", "Invalid value: " + labels
                    + ": `selector` does not match template `labels`"));
        }
    }

    List<ApiFailure.Cause> changed(ResourceType type, ObjectNode tree, ObjectNode before) {
        List<ApiFailure.Cause> causes = new ArrayList<>();
        for (String path : IMMUTABLE.getOrDefault(type.qualified(), List.of())) {
            if (!Json.same(at(tree, path), at(before, path))) {
                causes.add(new ApiFailure.Cause(path, "FieldValueInvalid", "Invalid value: " + at(tree, path) + ": field is immutable"));
            }
        }
        if (type.qualified().equals("pods") && !Json.same(fixed(tree), fixed(before))) {
            causes.add(new ApiFailure.Cause("spec", "FieldValueForbidden", "Forbidden: pod updates may not change fields other than "
                    + "`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions "
                    + "to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)"));
        }
        return causes;
    }

    private static JsonNode fixed(ObjectNode pod) {
        ObjectNode spec = pod.path("spec").deepCopy();
        spec.remove(List.of("activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds"));
        for (String kind : List.of("containers", "initContainers")) {
            spec.path(kind).forEach(container -> ((ObjectNode) container).remove("image"));
        }
        return spec;
    }

    private static JsonNode at(JsonNode tree, String path) {
        return Json.at(tree, path.split("\\."));
    }

    private static ApiFailure.Cause required(String path) {
        return new ApiFailure.Cause(path, "FieldValueRequired", "Required value");
    }
}
