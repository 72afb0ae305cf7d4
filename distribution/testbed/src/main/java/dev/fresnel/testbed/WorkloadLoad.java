package dev.fresnel.testbed;

import static dev.fresnel.testbed.PodSeries.sorted;
import static java.util.Map.entry;

import java.util.List;
import java.util.Map;

/** Writes the Deployments whose the pods of a benchmark are, and what they need; no controller takes part. */
final class WorkloadLoad {
    private static final String WRITER = "kube-controller-manager";

    private final ApiClient client;
    private final PodSeries series;
    private final int[] members;

    WorkloadLoad(ApiClient client, PodSeries series) {
        this.client = client;
        this.series = series;
        this.members = series.members();
    }

    void write(int number) throws InterruptedException {
        PodSeries.App app = series.apps().get(number);
        Map<String, String> labels = Map.of("app.kubernetes.io/instance", app.name() + "-" + app.namespace());
        core(app, "serviceaccounts", "ServiceAccount", app.name(), Map.of());
        core(app, "configmaps", "ConfigMap", app.name(), Map.of("data", Map.of("application.yaml", "name: " + app.name())));
        core(app, "services", "Service", app.name(), Map.of("spec", sorted(entry("selector", labels), entry("ports", List.of(Map.of("port", 80))))));
        Map<String, Object> template = Map.of("metadata", Map.of("labels", labels), "spec", sorted(entry("serviceAccountName", app.name()),
                entry("containers", List.of(sorted(entry("name", "main"), entry("image", "registry.example/" + app.name() + ":" + app.tag()),
                        entry("envFrom", List.of(Map.of("configMapRef", Map.of("name", app.name())))))))));
        Map<String, Object> spec = sorted(entry("replicas", members[number]), entry("selector", Map.of("matchLabels", labels)), entry("template", template));
        String uid = apps(app, "deployments", "Deployment", app.name(), List.of(), spec, number);
        List<Object> owner = List.of(sorted(entry("apiVersion", "apps/v1"), entry("kind", "Deployment"), entry("name", app.name()), entry("uid", uid),
                entry("controller", true), entry("blockOwnerDeletion", true)));
        series.owned(number, apps(app, "replicasets", "ReplicaSet", app.name() + "-" + app.hash(), owner, spec, number));
    }

    private void core(PodSeries.App app, String resource, String kind, String name, Map<String, Object> rest) throws InterruptedException {
        Map<String, Object> body = sorted(entry("apiVersion", "v1"), entry("kind", kind), entry("metadata", Map.of("name", name)));
        body.putAll(rest);
        client.send("POST", "/api/v1/namespaces/" + app.namespace() + "/" + resource, ApiClient.JSON, body, WRITER);
    }

    private String apps(PodSeries.App app, String resource, String kind, String name, List<Object> owners, Map<String, Object> spec, int number)
            throws InterruptedException {
        String path = "/apis/apps/v1/namespaces/" + app.namespace() + "/" + resource;
        Map<String, Object> body = sorted(entry("apiVersion", "apps/v1"), entry("kind", kind),
                entry("metadata", sorted(entry("name", name), entry("labels", Map.of("app.kubernetes.io/name", app.name())), entry("ownerReferences", owners))),
                entry("spec", spec));
        String uid = client.uid(path, name, body, WRITER);
        int ready = members[number];
        client.send("PATCH", path + "/" + name + "/status", "application/merge-patch+json", Map.of("status", sorted(entry("observedGeneration", 1),
                entry("replicas", ready), entry("readyReplicas", ready), entry("availableReplicas", ready))), WRITER);
        return uid;
    }
}
