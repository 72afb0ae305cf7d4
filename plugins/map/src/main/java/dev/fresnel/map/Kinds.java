package dev.fresnel.map;

import dev.fresnel.api.kube.Kind;

/** Kinds that sources speak of. */
final class Kinds {
    static final Kind NAMESPACE = core("namespaces", "Namespace", false);
    static final Kind SERVICE = core("services", "Service", true);
    static final Kind CONFIG_MAP = core("configmaps", "ConfigMap", true);
    static final Kind SERVICE_ACCOUNT = core("serviceaccounts", "ServiceAccount", true);
    static final Kind CLAIM = core("persistentvolumeclaims", "PersistentVolumeClaim", true);
    static final Kind VOLUME = core("persistentvolumes", "PersistentVolume", false);
    static final Kind DEPLOYMENT = apps("deployments", "Deployment");
    static final Kind STATEFUL_SET = apps("statefulsets", "StatefulSet");
    static final Kind DAEMON_SET = apps("daemonsets", "DaemonSet");
    static final Kind REPLICA_SET = apps("replicasets", "ReplicaSet");
    static final Kind JOB = new Kind("batch", "v1", "jobs", "Job", true);
    static final Kind CRON_JOB = new Kind("batch", "v1", "cronjobs", "CronJob", true);
    static final Kind ENDPOINT_SLICE = new Kind("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice", true);
    static final Kind INGRESS = network("ingresses", "Ingress", true);
    static final Kind INGRESS_CLASS = network("ingressclasses", "IngressClass", false);
    static final Kind NETWORK_POLICY = network("networkpolicies", "NetworkPolicy", true);
    static final Kind GATEWAY = gateway("gateways", "Gateway", true);
    static final Kind GATEWAY_CLASS = gateway("gatewayclasses", "GatewayClass", false);
    static final Kind STORAGE_CLASS = new Kind("storage.k8s.io", "v1", "storageclasses", "StorageClass", false);
    static final Kind ROLE = rbac("roles", "Role", true);
    static final Kind CLUSTER_ROLE = rbac("clusterroles", "ClusterRole", false);
    static final Kind ROLE_BINDING = rbac("rolebindings", "RoleBinding", true);
    static final Kind CLUSTER_ROLE_BINDING = rbac("clusterrolebindings", "ClusterRoleBinding", false);
    static final Kind AUTOSCALER = new Kind("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler", true);
    static final Kind VERTICAL_AUTOSCALER = new Kind("autoscaling.k8s.io", "v1", "verticalpodautoscalers", "VerticalPodAutoscaler", true);
    static final Kind DISRUPTION_BUDGET = new Kind("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", true);
    static final Kind VALIDATING = admission("validatingwebhookconfigurations", "ValidatingWebhookConfiguration");
    static final Kind MUTATING = admission("mutatingwebhookconfigurations", "MutatingWebhookConfiguration");

    private Kinds() {}

    private static Kind core(String resource, String kind, boolean namespaced) {
        return new Kind("", "v1", resource, kind, namespaced);
    }

    private static Kind apps(String resource, String kind) {
        return new Kind("apps", "v1", resource, kind, true);
    }

    private static Kind network(String resource, String kind, boolean namespaced) {
        return new Kind("networking.k8s.io", "v1", resource, kind, namespaced);
    }

    /** Served in another version for some routes: the version is ignored. */
    static Kind gateway(String resource, String kind, boolean namespaced) {
        return new Kind("gateway.networking.k8s.io", "v1", resource, kind, namespaced);
    }

    private static Kind rbac(String resource, String kind, boolean namespaced) {
        return new Kind("rbac.authorization.k8s.io", "v1", resource, kind, namespaced);
    }

    private static Kind admission(String resource, String kind) {
        return new Kind("admissionregistration.k8s.io", "v1", resource, kind, false);
    }
}
