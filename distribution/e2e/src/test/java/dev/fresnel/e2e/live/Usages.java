package dev.fresnel.e2e.live;

import java.util.List;

/** Figures of metrics.k8s.io on a cluster without a metrics server: the same resources as custom ones, with values of our choosing. */
final class Usages {
    private Usages() {}

    static String definition() {
        return """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata:
                  name: pods.metrics.k8s.io
                  annotations: {api-approved.kubernetes.io: "unapproved, for a test"}
                spec:
                  group: metrics.k8s.io
                  scope: Namespaced
                  names: {plural: pods, singular: pod, kind: PodMetrics, listKind: PodMetricsList}
                  versions:
                    - name: v1beta1
                      served: true
                      storage: true
                      schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                """;
    }

    /** Fractions that have to be rounded as {@code kubectl top} does, over two containers. */
    static String of(String namespace, List<String> pods) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < pods.size(); i++) {
            all.append("""
                    ---
                    apiVersion: metrics.k8s.io/v1beta1
                    kind: PodMetrics
                    metadata: {name: %s, namespace: %s}
                    timestamp: "2026-01-01T00:00:00Z"
                    window: 15s
                    containers:
                      - {name: app, usage: {cpu: "%d12345678n", memory: "%d1234Ki"}}
                      - {name: side, usage: {cpu: "1500u", memory: "5M"}}
                    """.formatted(pods.get(i), namespace, i + 1, i + 1));
        }
        return all.toString();
    }
}
