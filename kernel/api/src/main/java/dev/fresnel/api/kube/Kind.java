package dev.fresnel.api.kube;

/**
 * A kind of Kubernetes object as an API server names it.
 *
 * @param group API group, {@code ""} for the core group
 * @param version {@code v1}, {@code v1beta1}; {@code ""} = whichever the server prefers
 * @param resource plural name in URLs: {@code pods}
 * @param kind {@code Pod}
 * @param namespaced whether its objects live in namespaces
 */
public record Kind(String group, String version, String resource, String kind, boolean namespaced) {
    public static final Kind POD = core("pods", "Pod", true);
    public static final Kind NODE = core("nodes", "Node", false);
    public static final Kind NAMESPACE = core("namespaces", "Namespace", false);
    public static final Kind EVENT = core("events", "Event", true);
    public static final Kind SECRET = core("secrets", "Secret", true);

    /** Every kind, for functions that read metadata alone: who owns what. */
    public static final Kind ANY = new Kind("", "", "*", "*", false);

    private static Kind core(String resource, String kind, boolean namespaced) {
        return new Kind("", "v1", resource, kind, namespaced);
    }

    /** {@code pods}, {@code deployments.apps}: the name used in URLs of pages, hooks and commands. */
    public String id() {
        return group.isEmpty() ? resource : resource + "." + group;
    }

    /** {@code v1}, {@code apps/v1}. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }
}
