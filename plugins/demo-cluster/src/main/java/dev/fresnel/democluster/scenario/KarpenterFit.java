package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.democluster.server.Json;
import dev.fresnel.democluster.server.Quantities;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether a pool could make a node for a pod, in Karpenter's words, and what its claims look like. */
final class KarpenterFit {
    private static final Map<String, List<String>> ALWAYS = Map.of("kubernetes.io/os", List.of("linux"),
            "topology.kubernetes.io/zone", List.of("eu-central-1a", "eu-central-1b", "eu-central-1c"),
            "node.kubernetes.io/instance-type", List.of("m7i.large", "m7i.xlarge", "m7i.2xlarge", "m7i.4xlarge"));
    private static final long LARGEST_MILLIS = 15_600;

    private KarpenterFit() {}

    /** Why a pool does not serve a pod; empty when it does. */
    static String refuses(JsonNode pool, JsonNode pod) {
        JsonNode spec = pod.path("spec");
        for (JsonNode taint : Json.at(pool, "spec", "template", "spec", "taints")) {
            if (!Scheduler.tolerates(spec, Json.text(taint, "key"), Json.text(taint, "value"), Json.text(taint, "effect"))) {
                return "did not tolerate taint (taint=" + Json.text(taint, "key") + "=" + Json.text(taint, "value") + ":" + Json.text(taint, "effect") + ")";
            }
        }
        for (Map.Entry<String, JsonNode> wanted : spec.path("nodeSelector").properties()) {
            String key = wanted.getKey();
            String value = wanted.getValue().asText();
            List<String> offered = offered(pool, key);
            if (offered.isEmpty()) {
                return "incompatible requirements, label \"" + key + "\" does not have known values";
            }
            if (!offered.contains(value)) {
                return "incompatible requirements, key " + key + ", " + key + " In [" + value + "] not in " + key + " In [" + String.join(" ", offered) + "]";
            }
        }
        return Quantities.requested(spec, "cpu") > LARGEST_MILLIS ? tooSmall(pool, pod) : "";
    }

    static String tooSmall(JsonNode pool, JsonNode pod) {
        long cpu = Quantities.requested(pod.path("spec"), "cpu");
        return "no instance type has enough resources, requirements=karpenter.sh/nodepool In [" + Json.text(pool, "metadata", "name")
                + "], resources={\"cpu\":\"" + (cpu % 1000 == 0 ? cpu / 1000 + "" : cpu + "m") + "\",\"pods\":\"1\"}";
    }

    /** Processors of an instance type by the size in its name. */
    static int processors(String type) {
        return type.endsWith("4xlarge") ? 16 : type.endsWith("2xlarge") ? 8 : type.endsWith("xlarge") ? 4 : 2;
    }

    private static List<String> offered(JsonNode pool, String key) {
        for (JsonNode one : Json.at(pool, "spec", "template", "spec", "requirements")) {
            if (Json.text(one, "key").equals(key)) {
                return Json.list(one.path("values"));
            }
        }
        String label = Json.text(pool, "spec", "template", "metadata", "labels", key);
        if (!label.isEmpty()) {
            return List.of(label);
        }
        return key.equals("karpenter.sh/nodepool") ? List.of(Json.text(pool, "metadata", "name")) : ALWAYS.getOrDefault(key, List.of());
    }

    static ObjectNode claim(JsonNode pool, ObjectNode row) {
        ObjectNode claim = Json.object();
        ObjectNode meta = claim.putObject("metadata").put("name", Json.text(row, "claim"));
        meta.putObject("labels").put("karpenter.sh/nodepool", Json.text(row, "pool")).put("karpenter.sh/capacity-type", Json.text(row, "capacity"))
                .put("node.kubernetes.io/instance-type", Json.text(row, "type")).put("topology.kubernetes.io/zone", Json.text(row, "zone"))
                .put("kubernetes.io/arch", "amd64").put("kubernetes.io/os", "linux");
        meta.putObject("annotations").put("karpenter.sh/nodepool-hash-version", "v3");
        meta.putArray("finalizers").add("karpenter.sh/termination");
        meta.putArray("ownerReferences").add(Pods.reference(pool).put("blockOwnerDeletion", true));
        ((ObjectNode) meta.path("ownerReferences").path(0)).remove("controller");
        ObjectNode spec = claim.putObject("spec");
        spec.set("nodeClassRef", Json.at(pool, "spec", "template", "spec", "nodeClassRef").deepCopy());
        ArrayNode requirements = spec.putArray("requirements");
        requirement(requirements, "karpenter.sh/nodepool", Json.text(row, "pool"));
        requirement(requirements, "karpenter.sh/capacity-type", Json.text(row, "capacity"));
        requirement(requirements, "node.kubernetes.io/instance-type", Json.text(row, "type"));
        requirement(requirements, "kubernetes.io/arch", "amd64");
        spec.put("expireAfter", "720h");
        JsonNode taints = Json.at(pool, "spec", "template", "spec", "taints");
        if (!taints.isEmpty()) {
            spec.set("taints", taints.deepCopy());
        }
        claim.putObject("status");
        return claim;
    }

    private static void requirement(ArrayNode list, String key, String value) {
        list.addObject().put("key", key).put("operator", "In").putArray("values").add(value);
    }

    /** Sets one condition and what becomes known with it. */
    static void stage(ObjectNode claim, String condition, JsonNode row, String now) {
        ObjectNode status = Json.child(claim, "status");
        Pods.condition(status, condition, true, condition, "", now);
        if (condition.equals("Launched")) {
            status.put("providerID", "aws:///" + Json.text(row, "zone") + "/i-0" + Json.text(row, "claim").hashCode()).put("imageID", "ami-0d7fa2b8c41e93a55");
            status.putObject("capacity").put("cpu", row.path("cpu").asText()).put("memory", row.path("memory").asText() + "Gi").put("pods", "58");
            status.putObject("allocatable").put("cpu", row.path("cpu").asInt() * 1000 - 80 + "m").put("memory", row.path("memory").asInt() - 1 + "Gi").put("pods", "58");
        } else if (condition.equals("Registered")) {
            status.put("nodeName", Json.text(row, "name"));
        } else {
            Pods.condition(status, "Consolidatable", true, "Consolidatable", "", now);
            Pods.condition(status, "Ready", true, "Ready", "", now);
        }
        if (!Set.of("Initialized").contains(condition)) {
            Pods.condition(status, "Ready", false, "ReconcilingDependents", "Initialized=Unknown", now);
        }
    }
}
