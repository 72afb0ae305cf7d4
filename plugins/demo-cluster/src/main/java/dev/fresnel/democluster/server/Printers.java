package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The cells of the built-in kinds; each fills its row in the order of the columns in the data file. */
final class Printers {
    private static final String NONE = "<none>";
    private static final String UNSET = "<unset>";

    private Printers() {}

    static Map<String, Tables.Cells> all() {
        Map<String, Tables.Cells> all = new HashMap<>();
        all.put("pods", PodCells::fill);
        all.put("nodes", NodeCells::fill);
        all.put("services", NetworkCells::service);
        all.put("endpoints", NetworkCells::endpoints);
        all.put("endpointslices.discovery.k8s.io", NetworkCells::slice);
        all.put("ingresses.networking.k8s.io", NetworkCells::ingress);
        all.put("ingressclasses.networking.k8s.io", NetworkCells::ingressClass);
        all.put("networkpolicies.networking.k8s.io", (cells, it, now) ->
                cells.add(name(it)).add(selector(it.path("spec").path("podSelector"))).add(age(it, now)));
        all.put("events", Printers::event);
        all.put("events.events.k8s.io", Printers::event);
        all.put("horizontalpodautoscalers.autoscaling", AutoscalerCells::fill);
        workloads(all);
        storage(all);
        access(all);
        small(all);
        return Map.copyOf(all);
    }

    private static void workloads(Map<String, Tables.Cells> all) {
        all.put("deployments.apps", (cells, it, now) -> {
            cells.add(name(it)).add(number(it, "status", "readyReplicas") + "/" + number(it, "spec", "replicas"));
            cells.add(number(it, "status", "updatedReplicas")).add(number(it, "status", "availableReplicas")).add(age(it, now));
            containers(cells, Json.at(it, "spec", "template"), Selector.words(it.path("spec").path("selector")));
        });
        Tables.Cells replicas = (cells, it, now) -> {
            cells.add(name(it)).add(number(it, "spec", "replicas")).add(number(it, "status", "replicas"));
            cells.add(number(it, "status", "readyReplicas")).add(age(it, now));
            containers(cells, Json.at(it, "spec", "template"), selector(it.path("spec").path("selector")));
        };
        all.put("replicasets.apps", replicas);
        all.put("replicationcontrollers", replicas);
        all.put("statefulsets.apps", (cells, it, now) -> {
            cells.add(name(it)).add(number(it, "status", "readyReplicas") + "/" + number(it, "spec", "replicas")).add(age(it, now));
            containers(cells, Json.at(it, "spec", "template"));
        });
        all.put("daemonsets.apps", (cells, it, now) -> {
            cells.add(name(it));
            for (String field : List.of("desiredNumberScheduled", "currentNumberScheduled", "numberReady", "updatedNumberScheduled", "numberAvailable")) {
                cells.add(number(it, "status", field));
            }
            cells.add(labels(Json.at(it, "spec", "template", "spec", "nodeSelector"))).add(age(it, now));
            containers(cells, Json.at(it, "spec", "template"), selector(it.path("spec").path("selector")));
        });
        all.put("jobs.batch", Printers::job);
        all.put("cronjobs.batch", (cells, it, now) -> {
            cells.add(name(it)).add(Json.text(it, "spec", "schedule")).add(or(Json.text(it, "spec", "timeZone"), NONE));
            cells.add(it.path("spec").has("suspend") ? capital(it.path("spec").path("suspend").asBoolean()) : UNSET);
            cells.add(Json.at(it, "status", "active").size());
            JsonNode last = Json.at(it, "status", "lastScheduleTime");
            cells.add(last.isTextual() ? Ages.since(last, now) : NONE).add(age(it, now));
            containers(cells, Json.at(it, "spec", "jobTemplate", "spec", "template"), selector(Json.at(it, "spec", "jobTemplate", "spec", "selector")));
        });
        all.put("controllerrevisions.apps", (cells, it, now) -> {
            JsonNode owner = it.path("metadata").path("ownerReferences").path(0);
            String group = Json.text(owner, "apiVersion").contains("/") ? "." + Json.text(owner, "apiVersion").replaceFirst("/.*", "") : "";
            cells.add(name(it)).add(owner.isMissingNode() ? NONE : (Json.text(owner, "kind") + group).toLowerCase(java.util.Locale.ROOT) + "/" + Json.text(owner, "name"));
            cells.add(it.path("revision")).add(age(it, now));
        });
    }

    private static String capital(boolean value) {
        return value ? "True" : "False";
    }

    private static void job(ArrayNode cells, JsonNode it, Instant now) {
        String done = Json.text(it, "status", "succeeded").isEmpty() ? "0" : Json.text(it, "status", "succeeded");
        long parallel = number(it, "spec", "parallelism");
        String completions = it.path("spec").has("completions") ? done + "/" + number(it, "spec", "completions")
                : parallel > 1 ? done + "/1 of " + parallel : done + "/1";
        JsonNode start = Json.at(it, "status", "startTime");
        JsonNode end = Json.at(it, "status", "completionTime");
        String took = !start.isTextual() ? "" : !end.isTextual() ? Ages.since(start, now)
                : Ages.human(Duration.between(Instant.parse(start.asText()), Instant.parse(end.asText())));
        cells.add(name(it)).add(jobStatus(it)).add(completions).add(took).add(age(it, now));
        containers(cells, Json.at(it, "spec", "template"), selector(it.path("spec").path("selector")));
    }

    private static String jobStatus(JsonNode it) {
        if (condition(it, "Complete")) {
            return "Complete";
        } else if (condition(it, "Failed")) {
            return "Failed";
        } else if (it.path("metadata").has("deletionTimestamp")) {
            return "Terminating";
        }
        for (String type : List.of("Suspended", "FailureTarget", "SuccessCriteriaMet")) {
            if (condition(it, type)) {
                return type;
            }
        }
        return "Running";
    }

    static boolean condition(JsonNode it, String type) {
        return Json.at(it, "status", "conditions").valueStream()
                .anyMatch(one -> Json.text(one, "type").equals(type) && Json.text(one, "status").equals("True"));
    }

    private static void storage(Map<String, Tables.Cells> all) {
        all.put("persistentvolumeclaims", (cells, it, now) -> {
            boolean bound = !Json.text(it, "spec", "volumeName").isEmpty();
            cells.add(name(it)).add(phase(it)).add(Json.text(it, "spec", "volumeName"));
            cells.add(bound ? or(Json.text(it, "status", "capacity", "storage"), "0") : "").add(bound ? modes(Json.at(it, "status", "accessModes")) : "");
            cells.add(Json.text(it, "spec", "storageClassName")).add(or(Json.text(it, "spec", "volumeAttributesClassName"), UNSET));
            cells.add(age(it, now)).add(or(Json.text(it, "spec", "volumeMode"), UNSET));
        });
        all.put("persistentvolumes", (cells, it, now) -> {
            JsonNode claim = Json.at(it, "spec", "claimRef");
            cells.add(name(it)).add(or(Json.text(it, "spec", "capacity", "storage"), "0")).add(modes(Json.at(it, "spec", "accessModes")));
            cells.add(Json.text(it, "spec", "persistentVolumeReclaimPolicy")).add(phase(it));
            cells.add(claim.isObject() ? Json.text(claim, "namespace") + "/" + Json.text(claim, "name") : "");
            cells.add(Json.text(it, "spec", "storageClassName")).add(or(Json.text(it, "spec", "volumeAttributesClassName"), UNSET));
            cells.add(Json.text(it, "status", "reason")).add(age(it, now)).add(or(Json.text(it, "spec", "volumeMode"), UNSET));
        });
        all.put("storageclasses.storage.k8s.io", (cells, it, now) -> {
            boolean first = "true".equals(Json.text(it, "metadata", "annotations", "storageclass.kubernetes.io/is-default-class"));
            cells.add(name(it) + (first ? " (default)" : "")).add(Json.text(it, "provisioner")).add(or(Json.text(it, "reclaimPolicy"), "Delete"));
            cells.add(or(Json.text(it, "volumeBindingMode"), "Immediate")).add(it.path("allowVolumeExpansion").asBoolean()).add(age(it, now));
        });
        all.put("csinodes.storage.k8s.io", (cells, it, now) -> cells.add(name(it)).add(Json.at(it, "spec", "drivers").size()).add(age(it, now)));
        all.put("csidrivers.storage.k8s.io", (cells, it, now) -> {
            JsonNode spec = it.path("spec");
            cells.add(name(it)).add(spec.path("attachRequired").asBoolean(true)).add(spec.path("podInfoOnMount").asBoolean());
            cells.add(spec.path("storageCapacity").asBoolean());
            cells.add(spec.has("tokenRequests") ? String.join(",", spec.path("tokenRequests").valueStream().map(one -> Json.text(one, "audience")).toList()) : UNSET);
            cells.add(spec.path("requiresRepublish").asBoolean()).add(or(String.join(",", Json.list(spec.path("volumeLifecycleModes"))), NONE)).add(age(it, now));
        });
        all.put("volumeattachments.storage.k8s.io", (cells, it, now) -> cells.add(name(it)).add(Json.text(it, "spec", "attacher"))
                .add(Json.text(it, "spec", "source", "persistentVolumeName")).add(Json.text(it, "spec", "nodeName"))
                .add(Json.at(it, "status", "attached").asBoolean()).add(age(it, now)));
    }

    private static String phase(JsonNode it) {
        return it.path("metadata").has("deletionTimestamp") ? "Terminating" : Json.text(it, "status", "phase");
    }

    private static String modes(JsonNode modes) {
        Map<String, String> shorts = Map.of("ReadWriteOnce", "RWO", "ReadOnlyMany", "ROX", "ReadWriteMany", "RWX", "ReadWriteOncePod", "RWOP");
        return String.join(",", Json.list(modes).stream().map(mode -> shorts.getOrDefault(mode, mode)).distinct().toList());
    }

    private static void access(Map<String, Tables.Cells> all) {
        Tables.Cells binding = (cells, it, now) -> {
            cells.add(name(it)).add(Json.text(it, "roleRef", "kind") + "/" + Json.text(it, "roleRef", "name")).add(age(it, now));
            for (String kind : List.of("User", "Group", "ServiceAccount")) {
                cells.add(String.join(", ", it.path("subjects").valueStream().filter(one -> Json.text(one, "kind").equals(kind))
                        .map(one -> kind.equals("ServiceAccount") ? Json.text(one, "namespace") + "/" + Json.text(one, "name") : Json.text(one, "name")).toList()));
            }
        };
        all.put("rolebindings.rbac.authorization.k8s.io", binding);
        all.put("clusterrolebindings.rbac.authorization.k8s.io", binding);
        all.put("certificatesigningrequests.certificates.k8s.io", (cells, it, now) -> {
            JsonNode seconds = Json.at(it, "spec", "expirationSeconds");
            cells.add(name(it)).add(age(it, now)).add(or(Json.text(it, "spec", "signerName"), NONE)).add(Json.text(it, "spec", "username"));
            cells.add(seconds.isNumber() ? Ages.human(Duration.ofSeconds(seconds.asLong())) : NONE);
            String status = condition(it, "Denied") ? "Denied" : condition(it, "Approved") ? "Approved" : "Pending";
            cells.add(status + (condition(it, "Failed") ? ",Failed" : "") + (it.path("status").has("certificate") ? ",Issued" : ""));
        });
    }

    private static void small(Map<String, Tables.Cells> all) {
        all.put("namespaces", (cells, it, now) -> cells.add(name(it)).add(Json.text(it, "status", "phase")).add(age(it, now)));
        all.put("serviceaccounts", (cells, it, now) -> cells.add(name(it)).add(age(it, now)));
        all.put("secrets", (cells, it, now) -> cells.add(name(it)).add(Json.text(it, "type")).add(it.path("data").size()).add(age(it, now)));
        all.put("configmaps", (cells, it, now) -> cells.add(name(it)).add(it.path("data").size() + it.path("binaryData").size()).add(age(it, now)));
        all.put("leases.coordination.k8s.io", (cells, it, now) -> cells.add(name(it)).add(Json.text(it, "spec", "holderIdentity")).add(age(it, now)));
        all.put("runtimeclasses.node.k8s.io", (cells, it, now) -> cells.add(name(it)).add(Json.text(it, "handler")).add(age(it, now)));
        all.put("priorityclasses.scheduling.k8s.io", (cells, it, now) -> cells.add(name(it)).add(it.path("value").asLong())
                .add(it.path("globalDefault").asBoolean()).add(age(it, now)).add(Json.text(it, "preemptionPolicy")));
        all.put("podtemplates", (cells, it, now) -> {
            cells.add(name(it));
            containers(cells, it.path("template"));
            cells.add(labels(Json.at(it, "template", "metadata", "labels")));
        });
        all.put("poddisruptionbudgets.policy", (cells, it, now) -> cells.add(name(it)).add(or(Json.text(it, "spec", "minAvailable"), "N/A"))
                .add(or(Json.text(it, "spec", "maxUnavailable"), "N/A")).add(number(it, "status", "disruptionsAllowed")).add(age(it, now)));
        Tables.Cells webhooks = (cells, it, now) -> cells.add(name(it)).add(it.path("webhooks").size()).add(age(it, now));
        all.put("validatingwebhookconfigurations.admissionregistration.k8s.io", webhooks);
        all.put("mutatingwebhookconfigurations.admissionregistration.k8s.io", webhooks);
        all.put("resourcequotas", (cells, it, now) -> {
            List<String> requests = new ArrayList<>();
            List<String> limits = new ArrayList<>();
            TreeSet<String> resources = new TreeSet<>();
            Json.at(it, "status", "hard").fieldNames().forEachRemaining(resources::add);
            for (String resource : resources) {
                (resource.startsWith("limits.") ? limits : requests).add(resource + ": " + or(Json.text(it, "status", "used", resource), "0")
                        + "/" + Json.text(it, "status", "hard", resource));
            }
            cells.add(name(it)).add(String.join(", ", requests)).add(String.join(", ", limits)).add(age(it, now));
        });
    }

    private static void event(ArrayNode cells, JsonNode it, Instant now) {
        JsonNode eventTime = it.path("eventTime");
        String first = it.path("firstTimestamp").isTextual() ? Ages.since(it.path("firstTimestamp"), now) : Ages.since(eventTime, now);
        String last = it.path("lastTimestamp").isTextual() ? Ages.since(it.path("lastTimestamp"), now) : first;
        long count = it.path("count").asLong(0);
        if (it.path("series").isObject()) {
            last = Ages.since(it.path("series").path("lastObservedTime"), now);
            count = it.path("series").path("count").asLong();
        }
        JsonNode about = it.path("involvedObject");
        String kind = Json.text(about, "kind").toLowerCase(java.util.Locale.ROOT);
        String source = or(Json.text(it, "source", "component"), Json.text(it, "reportingComponent"));
        String host = or(Json.text(it, "source", "host"), Json.text(it, "reportingInstance"));
        cells.add(last).add(Json.text(it, "type")).add(Json.text(it, "reason"));
        cells.add(Json.text(about, "name").isEmpty() ? kind : kind + "/" + Json.text(about, "name")).add(Json.text(about, "fieldPath"));
        cells.add(host.isEmpty() ? source : source + ", " + host).add(Json.text(it, "message").strip()).add(first);
        cells.add(Math.max(count, 1)).add(name(it));
    }

    static void containers(ArrayNode cells, JsonNode template, String... more) {
        JsonNode list = Json.at(template, "spec", "containers");
        cells.add(String.join(",", list.valueStream().map(one -> Json.text(one, "name")).toList()));
        cells.add(String.join(",", list.valueStream().map(one -> Json.text(one, "image")).toList()));
        for (String text : more) {
            cells.add(text);
        }
    }

    static String selector(JsonNode selector) {
        return selector.isMissingNode() ? NONE : or(Selector.words(selector), NONE);
    }

    static String labels(JsonNode labels) {
        return or(String.join(",", labels.properties().stream().map(entry -> entry.getKey() + "=" + entry.getValue().asText()).sorted().toList()), NONE);
    }

    static String name(JsonNode it) {
        return Json.text(it, "metadata", "name");
    }

    static String age(JsonNode it, Instant now) {
        return Ages.since(it.path("metadata").path("creationTimestamp"), now);
    }

    static long number(JsonNode it, String... path) {
        return Json.at(it, path).asLong(0);
    }

    static String or(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }
}
