package dev.fresnel.live.search;

import java.util.List;

/** The kinds that a search covers wherever they are served: each is a watch, so there are few. */
final class Common {
    static final List<String> KINDS = List.of(
            "pods", "deployments.apps", "services", "nodes", "namespaces", "statefulsets.apps", "daemonsets.apps", "cronjobs.batch", "jobs.batch",
            "ingresses.networking.k8s.io", "configmaps", "secrets", "persistentvolumeclaims", "persistentvolumes", "serviceaccounts",
            "horizontalpodautoscalers.autoscaling", "replicasets.apps", "httproutes.gateway.networking.k8s.io", "nodepools.karpenter.sh",
            "scaledobjects.keda.sh");

    private Common() {}
}
