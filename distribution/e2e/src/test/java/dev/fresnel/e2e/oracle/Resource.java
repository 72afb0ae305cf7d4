package dev.fresnel.e2e.oracle;

/**
 * A kind of the comparison.
 *
 * @param word plural
 * @param group {@code ""} for the core group
 * @param kind as objects name it
 */
record Resource(String word, String group, String kind) {
    static final Resource PODS = new Resource("pods", "", "Pod");
    static final Resource CONFIGMAPS = new Resource("configmaps", "", "ConfigMap");
    static final Resource SECRETS = new Resource("secrets", "", "Secret");
    /** A custom resource. */
    static final Resource WIDGETS = new Resource("widgets", "oracle.fresnel.test", "Widget");
    /** Served by an API server of others, which answers each user differently. */
    static final Resource THINGS = new Resource("things", "people.fresnel.test", "Thing");

    String id() {
        return group.isEmpty() ? word : word + "." + group;
    }

    String apiVersion() {
        return group.isEmpty() ? "v1" : group + "/v1";
    }

    /** @param namespace {@code ""} = all */
    String path(String namespace) {
        return (group.isEmpty() ? "/api/v1" : "/apis/" + group + "/v1") + (namespace.isEmpty() ? "" : "/namespaces/" + namespace) + "/" + word;
    }

    @Override
    public String toString() {
        return word;
    }
}
