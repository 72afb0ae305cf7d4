package dev.fresnel.resources.health;

import dev.fresnel.api.kube.Kind;

/** The kinds that this plugin knows how to judge. */
public final class Kinds {
    public static final Kind DEPLOYMENT = new Kind("apps", "v1", "deployments", "Deployment", true);
    public static final Kind STATEFUL_SET = new Kind("apps", "v1", "statefulsets", "StatefulSet", true);
    public static final Kind DAEMON_SET = new Kind("apps", "v1", "daemonsets", "DaemonSet", true);
    public static final Kind REPLICA_SET = new Kind("apps", "v1", "replicasets", "ReplicaSet", true);
    public static final Kind JOB = new Kind("batch", "v1", "jobs", "Job", true);
    public static final Kind CRON_JOB = new Kind("batch", "v1", "cronjobs", "CronJob", true);
    public static final Kind CLAIM = new Kind("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", true);
    public static final Kind VOLUME = new Kind("", "v1", "persistentvolumes", "PersistentVolume", false);
    public static final Kind SERVICE = new Kind("", "v1", "services", "Service", true);
    public static final Kind AUTOSCALER = new Kind("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler", true);
    public static final Kind BUDGET = new Kind("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", true);
    public static final Kind DEFINITION = new Kind("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", false);
    public static final Kind API_SERVICE = new Kind("apiregistration.k8s.io", "v1", "apiservices", "APIService", false);
    public static final Kind GROUPED_EVENT = new Kind("events.k8s.io", "v1", "events", "Event", true);
    public static final Kind SIGNING_REQUEST = new Kind("certificates.k8s.io", "v1", "certificatesigningrequests", "CertificateSigningRequest", false);

    private Kinds() {}
}
