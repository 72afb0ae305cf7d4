package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.democluster.server.Cluster;
import dev.fresnel.democluster.server.Json;
import java.util.Map;

/**
 * One row of the company's data: a workload with what usually belongs to it (service, ingress, autoscaler, budget, settings).
 *
 * @param born creation time of all its objects
 */
record Workload(JsonNode row, String namespace, String name, String born) {

    static Workload of(JsonNode row, String born) {
        return new Workload(row, Json.text(row, "ns"), Json.text(row, "name"), born);
    }

    static String resource(String kind) {
        return Map.of("Deployment", Deployments.NAME, "StatefulSet", StatefulSets.NAME, "DaemonSet", DaemonSets.NAME,
                "CronJob", CronJobs.NAME, "Job", Jobs.NAME, "Pod", "pods").get(kind);
    }

    void plant(Cluster cluster) {
        if (row.path("account").asBoolean(!Json.text(row, "ns").equals("kube-system"))) {
            cluster.create("serviceaccounts", base(name));
        }
        if (row.has("config")) {
            ObjectNode config = base(name + "-config");
            config.set("data", row.path("config").deepCopy());
            cluster.create("configmaps", config);
        }
        if (row.has("secret")) {
            ObjectNode secret = base(name + "-credentials").put("type", "Opaque");
            secret.set("stringData", row.path("secret").deepCopy());
            cluster.create("secrets", secret);
        }
        if (row.has("port")) {
            cluster.create(Services.NAME, service());
        }
        if (row.has("host")) {
            cluster.create("ingresses.networking.k8s.io", ingress());
        }
        if (row.has("budget")) {
            ObjectNode budget = base(name);
            budget.putObject("spec").put("minAvailable", row.path("budget").asInt()).putObject("selector").set("matchLabels", selector());
            cluster.create(Budgets.NAME, budget);
        }
        String kind = Json.text(row, "kind");
        ObjectNode made = cluster.create(resource(kind), kind.equals("CronJob") ? cron() : kind.equals("Job") ? job() : kind.equals("Pod") ? pod() : set(kind));
        if (kind.equals("Deployment") && row.has("before")) {
            history(cluster, made);
        }
        if (row.has("autoscale")) {
            cluster.create(Autoscalers.NAME, autoscaler());
        }
    }

    private ObjectNode base(String called) {
        ObjectNode object = Json.object();
        ObjectNode meta = object.putObject("metadata").put("name", called).put("namespace", namespace).put("creationTimestamp", born);
        meta.set("labels", labels());
        return object;
    }

    private ObjectNode selector() {
        return Json.object().put("app.kubernetes.io/name", name);
    }

    private ObjectNode labels() {
        ObjectNode labels = selector().put("app.kubernetes.io/part-of", row.path("part").asText(namespace)).put("app.kubernetes.io/managed-by", "argocd");
        String image = Json.text(row, "image");
        labels.put("app.kubernetes.io/version", image.substring(image.lastIndexOf(':') + 1));
        if (row.has("team")) {
            labels.put("team", Json.text(row, "team"));
        }
        return labels;
    }

    private ObjectNode template() {
        ObjectNode template = Json.object();
        ObjectNode labels = template.putObject("metadata").putObject("labels");
        labels.setAll(selector());
        labels.put("app.kubernetes.io/part-of", row.path("part").asText(namespace));
        if (row.has("team")) {
            labels.put("team", Json.text(row, "team"));
        }
        ObjectNode spec = template.putObject("spec");
        for (String field : new String[] {"nodeSelector", "tolerations", "hostNetwork", "priorityClassName", "restartPolicy"}) {
            if (row.has(field)) {
                spec.set(field, row.path(field).deepCopy());
            }
        }
        if (row.path("account").asBoolean(!namespace.equals("kube-system"))) {
            spec.put("serviceAccountName", name);
        }
        if (row.has("init")) {
            spec.putArray("initContainers").addObject().put("name", "init").put("image", Json.text(row, "init"));
        }
        container(spec.withArray("containers").addObject(), name, Json.text(row, "image"), true);
        row.path("sidecars").forEach(image -> container(spec.withArray("containers").addObject(),
                image.asText().replaceAll(".*/|:.*", ""), image.asText(), false));
        return template;
    }

    private void container(ObjectNode container, String called, String image, boolean main) {
        container.put("name", called).put("image", image);
        if (main && row.has("port")) {
            container.putArray("ports").addObject().put("name", "http").put("containerPort", row.path("port").asInt()).put("protocol", "TCP");
            container.putObject("readinessProbe").putObject("httpGet").put("path", "/healthz").put("port", "http");
        }
        ObjectNode resources = container.putObject("resources");
        ObjectNode requests = resources.putObject("requests").put("cpu", main ? row.path("cpu").asText("100m") : "20m");
        requests.put("memory", main ? row.path("memory").asText("128Mi") : "32Mi");
        resources.putObject("limits").put("memory", main ? row.path("limit").asText(row.path("memory").asText("128Mi")) : "64Mi");
        if (main && row.has("args")) {
            container.set("args", row.path("args").deepCopy());
        }
        if (main && row.has("config")) {
            container.putArray("envFrom").addObject().putObject("configMapRef").put("name", name + "-config");
        }
        if (main && row.has("secret")) {
            row.path("secret").fieldNames().forEachRemaining(key -> container.withArray("env").addObject().put("name", key.toUpperCase(java.util.Locale.ROOT).replace('-', '_'))
                    .putObject("valueFrom").putObject("secretKeyRef").put("name", name + "-credentials").put("key", key));
        }
        if (main && row.has("storage")) {
            container.putArray("volumeMounts").addObject().put("name", "data").put("mountPath", "/var/lib/" + name);
        }
    }

    private ObjectNode set(String kind) {
        ObjectNode set = base(name);
        ObjectNode spec = set.putObject("spec");
        spec.putObject("selector").set("matchLabels", selector());
        spec.set("template", template());
        if (!kind.equals("DaemonSet")) {
            spec.put("replicas", row.path("replicas").asInt(1));
        }
        if (kind.equals("StatefulSet")) {
            spec.put("serviceName", name);
            if (row.has("storage")) {
                ObjectNode claim = spec.putArray("volumeClaimTemplates").addObject().put("apiVersion", "v1").put("kind", "PersistentVolumeClaim");
                claim.putObject("metadata").put("name", "data");
                ObjectNode wanted = claim.putObject("spec").put("storageClassName", "gp3");
                wanted.putArray("accessModes").add("ReadWriteOnce");
                wanted.putObject("resources").putObject("requests").put("storage", Json.text(row, "storage"));
            }
        }
        return set;
    }

    private ObjectNode job() {
        ObjectNode job = base(name);
        ObjectNode template = template();
        Json.child(template, "spec").put("restartPolicy", row.path("restartPolicy").asText("Never"));
        ObjectNode spec = job.putObject("spec").put("backoffLimit", row.path("backoff").asInt(3));
        spec.put("completions", row.path("completions").asInt(1)).put("parallelism", row.path("parallelism").asInt(1));
        spec.set("template", template);
        return job;
    }

    private ObjectNode cron() {
        ObjectNode cron = base(name);
        ObjectNode spec = cron.putObject("spec").put("schedule", Json.text(row, "schedule")).put("concurrencyPolicy", "Forbid");
        spec.put("suspend", row.path("suspend").asBoolean());
        spec.putObject("jobTemplate").set("spec", job().path("spec"));
        return cron;
    }

    private ObjectNode pod() {
        ObjectNode pod = base(name);
        pod.set("spec", template().path("spec"));
        return pod;
    }

    private ObjectNode service() {
        ObjectNode service = base(name);
        ObjectNode spec = service.putObject("spec").put("type", row.path("service").asText("ClusterIP"));
        if (Json.text(row, "kind").equals("StatefulSet")) {
            spec.put("clusterIP", "None");
        }
        spec.set("selector", selector());
        int port = row.path("port").asInt();
        spec.putArray("ports").addObject().put("name", "http").put("port", port == 8080 ? 80 : port).put("targetPort", "http").put("protocol", "TCP");
        return service;
    }

    private ObjectNode ingress() {
        ObjectNode ingress = base(name);
        ObjectNode spec = ingress.putObject("spec").put("ingressClassName", "nginx");
        ObjectNode tls = spec.putArray("tls").addObject().put("secretName", name + "-tls");
        tls.putArray("hosts").add(Json.text(row, "host"));
        ObjectNode path = spec.putArray("rules").addObject().put("host", Json.text(row, "host")).putObject("http").putArray("paths").addObject();
        path.put("path", "/").put("pathType", "Prefix").putObject("backend").putObject("service").put("name", name).putObject("port").put("name", "http");
        Json.child(ingress, "status", "loadBalancer").putArray("ingress").addObject().put("hostname", "k8s-ingress-nginx-4f1c2d.elb.eu-central-1.amazonaws.example");
        return ingress;
    }

    private ObjectNode autoscaler() {
        ObjectNode scaler = base(name);
        JsonNode bounds = row.path("autoscale");
        ObjectNode spec = scaler.putObject("spec").put("minReplicas", bounds.path(0).asInt()).put("maxReplicas", bounds.path(1).asInt());
        spec.putObject("scaleTargetRef").put("apiVersion", "apps/v1").put("kind", Json.text(row, "kind")).put("name", name);
        spec.putArray("metrics").addObject().put("type", "Resource").putObject("resource").put("name", "cpu").putObject("target")
                .put("type", "Utilization").put("averageUtilization", bounds.path(2).asInt());
        return scaler;
    }

    /** Replica sets of earlier versions, scaled to nothing. */
    private void history(Cluster cluster, ObjectNode deployment) {
        int revision = 1;
        for (JsonNode image : row.path("before")) {
            ObjectNode template = deployment.path("spec").path("template").deepCopy();
            ((ObjectNode) Json.at(template, "spec", "containers").path(0)).put("image", image.asText());
            ObjectNode old = Deployments.set(deployment, template, revision++, 0);
            Json.child(old, "metadata").put("creationTimestamp", born);
            cluster.create(ReplicaSets.NAME, old);
        }
    }
}
