package dev.fresnel.api.cluster;

/**
 * A cluster that a plugin brings along.
 *
 * @param id {@code [a-z0-9.-]}, at most 63 characters; {@code demo} is reserved for the demo cluster
 * @param name what people read
 * @param path where its API server answers, below the plugin's own route: {@code /k8s}
 * @param token bearer token that the platform sends along
 */
public record ClusterSpec(String id, String name, String path, String token) {
    @Override
    public String toString() {
        return "ClusterSpec[" + id + " at " + path + "]";
    }
}
