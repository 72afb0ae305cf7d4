package dev.fresnel.resources.relations;

import dev.fresnel.api.kube.Kind;

/** Kinds between which this package knows relations. */
final class Kinds {
    static final Kind DEPLOYMENT = new Kind("apps", "v1", "deployments", "Deployment", true);
    static final Kind STATEFUL_SET = new Kind("apps", "v1", "statefulsets", "StatefulSet", true);
    static final Kind DAEMON_SET = new Kind("apps", "v1", "daemonsets", "DaemonSet", true);
    static final Kind REPLICA_SET = new Kind("apps", "v1", "replicasets", "ReplicaSet", true);
    static final Kind JOB = new Kind("batch", "v1", "jobs", "Job", true);
    static final Kind CRON_JOB = new Kind("batch", "v1", "cronjobs", "CronJob", true);
    static final Kind CONFIG_MAP = new Kind("", "v1", "configmaps", "ConfigMap", true);
    static final Kind ACCOUNT = new Kind("", "v1", "serviceaccounts", "ServiceAccount", true);
    static final Kind CLAIM = new Kind("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", true);
    static final Kind VOLUME = new Kind("", "v1", "persistentvolumes", "PersistentVolume", false);
    static final Kind SERVICE = new Kind("", "v1", "services", "Service", true);
    static final Kind SLICE = new Kind("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice", true);
    static final Kind INGRESS = new Kind("networking.k8s.io", "v1", "ingresses", "Ingress", true);
    static final Kind POLICY = new Kind("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", true);
    static final Kind AUTOSCALER = new Kind("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler", true);
    static final Kind BUDGET = new Kind("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", true);
    static final Kind ROLE = new Kind("rbac.authorization.k8s.io", "v1", "roles", "Role", true);
    static final Kind CLUSTER_ROLE = new Kind("rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", false);
    static final Kind BINDING = new Kind("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding", true);
    static final Kind CLUSTER_BINDING = new Kind("rbac.authorization.k8s.io", "v1", "clusterrolebindings", "ClusterRoleBinding", false);

    static final Kind VALIDATING =
            new Kind("admissionregistration.k8s.io", "v1", "validatingwebhookconfigurations", "ValidatingWebhookConfiguration", false);
    static final Kind MUTATING = new Kind("admissionregistration.k8s.io", "v1", "mutatingwebhookconfigurations", "MutatingWebhookConfiguration", false);
    static final Kind GATEWAY = new Kind("gateway.networking.k8s.io", "v1", "gateways", "Gateway", true);
    static final Kind GATEWAY_CLASS = new Kind("gateway.networking.k8s.io", "v1", "gatewayclasses", "GatewayClass", false);
    static final Kind HTTP_ROUTE = new Kind("gateway.networking.k8s.io", "v1", "httproutes", "HTTPRoute", true);

    private Kinds() {}
}
