package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Fills in what the API server fills in: the schema's own defaults, and those that upstream keeps in code (data file). */
final class Defaults {
    private final JsonNode byShape = Json.data("defaults.json");

    void apply(ObjectNode object, Shape shape, boolean custom) {
        if (!custom) {
            JsonNode extra = byShape.path(shape.name());
            extra.properties().forEach(entry -> {
                if (!object.has(entry.getKey()) || object.path(entry.getKey()).isNull()) {
                    object.set(entry.getKey(), entry.getValue().deepCopy());
                }
            });
            special(object, shape.name());
        }
        shape.properties().forEach((name, link) -> {
            if (!object.has(name) && wanted(link.preset(), custom)) {
                object.set(name, link.preset().deepCopy());
            }
        });
        object.properties().forEach(entry -> descend(entry.getValue(), shape.property(entry.getKey()), custom));
    }

    private void descend(JsonNode value, Shape shape, boolean custom) {
        if (value instanceof ObjectNode child) {
            apply(child, shape, custom);
        } else if (value instanceof ArrayNode list) {
            list.forEach(item -> descend(item, shape.item(), custom));
        }
    }

    /** Built-in schemas mark every Go value with an empty default; only real values are defaults of the API. */
    private static boolean wanted(JsonNode preset, boolean custom) {
        if (preset.isMissingNode() || preset.isNull()) {
            return false;
        }
        return custom || !(preset.isContainerNode() && preset.isEmpty() || preset.isTextual() && preset.asText().isEmpty()
                || preset.isNumber() && preset.asInt() == 0 || preset.isBoolean() && !preset.asBoolean());
    }

    private void special(ObjectNode object, String shape) {
        switch (shape) {
            case "io.k8s.api.core.v1.Container", "io.k8s.api.core.v1.EphemeralContainer" -> {
                String image = Json.text(object, "image");
                String tag = image.substring(image.lastIndexOf('/') + 1);
                if (!object.has("imagePullPolicy") && !image.isEmpty()) {
                    object.put("imagePullPolicy", !tag.contains(":") && !tag.contains("@") || tag.endsWith(":latest") ? "Always" : "IfNotPresent");
                }
            }
            case "io.k8s.api.apps.v1.DeploymentStrategy", "io.k8s.api.apps.v1.StatefulSetUpdateStrategy",
                    "io.k8s.api.apps.v1.DaemonSetUpdateStrategy" -> {
                if ("RollingUpdate".equals(Json.text(object, "type"))) {
                    ObjectNode rolling = Json.child(object, "rollingUpdate");
                    byShape.path(shape + ".rollingUpdate").properties().forEach(entry -> {
                        if (!rolling.has(entry.getKey())) {
                            rolling.set(entry.getKey(), entry.getValue());
                        }
                    });
                }
            }
            case "io.k8s.api.core.v1.ServicePort" -> {
                if (!object.has("targetPort") && object.has("port")) {
                    object.set("targetPort", object.get("port"));
                }
            }
            case "io.k8s.api.rbac.v1.Subject" -> {
                if (!object.has("apiGroup") && !"ServiceAccount".equals(Json.text(object, "kind"))) {
                    object.put("apiGroup", "rbac.authorization.k8s.io");
                }
            }
            case "io.k8s.api.batch.v1.Job" -> {
                ObjectNode spec = Json.child(object, "spec");
                if (!spec.has("completions") && !spec.has("parallelism")) {
                    spec.put("completions", 1).put("parallelism", 1);
                } else if (!spec.has("parallelism")) {
                    spec.put("parallelism", 1);
                }
                byShape.path("Job.spec").properties().forEach(entry -> {
                    if (!spec.has(entry.getKey())) {
                        spec.set(entry.getKey(), entry.getValue());
                    }
                });
            }
            default -> { }
        }
    }
}
