package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * One served resource in one version.
 *
 * @param group API group, empty for the core group
 * @param resource plural name as in paths
 * @param subresources status, scale, log …, with the kind that each speaks
 * @param definition name of the CustomResourceDefinition that brought it, or empty
 */
public record ResourceType(String group, String version, String resource, String kind, String singular, boolean namespaced,
        List<String> shortNames, List<String> categories, List<String> verbs, List<Sub> subresources, String definition) {

    /** A subresource and the kind that it speaks, where that differs from the resource's own group. */
    public record Sub(String name, String kind, String group, String version, List<String> verbs) {}

    static ResourceType from(JsonNode row) {
        List<Sub> subs = row.path("subresources").valueStream().map(sub -> new Sub(sub.path("name").asText(), sub.path("kind").asText(),
                sub.path("group").asText(), sub.path("version").asText(), Json.list(sub.path("verbs")))).toList();
        return new ResourceType(row.path("group").asText(), row.path("version").asText(), row.path("resource").asText(),
                row.path("kind").asText(), row.path("singular").asText(), row.path("namespaced").asBoolean(),
                Json.list(row.path("shortNames")), Json.list(row.path("categories")), Json.list(row.path("verbs")), subs, "");
    }

    /** {@code pods}, {@code deployments.apps}: the name that people and messages use, and the storage key. */
    public String qualified() {
        return group.isEmpty() ? resource : resource + "." + group;
    }

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    public boolean custom() {
        return !definition.isEmpty();
    }

    public Optional<Sub> sub(String name) {
        return subresources.stream().filter(sub -> sub.name().equals(name)).findFirst();
    }

    boolean keepsStatus() {
        return sub("status").isPresent();
    }
}
