package dev.fresnel.kubernetes.discovery;

import dev.fresnel.spi.transport.Clusters.GroupProblem;
import java.util.List;

/**
 * What an API server says it serves, before anything is concluded from it.
 *
 * @param versions those that their group prefers first
 */
record Groups(List<Served> versions, List<GroupProblem> problems) {
    static final Groups NONE = new Groups(List.of(), List.of());

    /**
     * One version of one group.
     *
     * @param preferred whether its group prefers it
     */
    record Served(String group, String version, boolean preferred, List<Resource> resources) {}

    /** One resource without its subresources. */
    record Resource(
            String name, String kind, boolean namespaced, List<String> verbs, List<String> shortNames, List<String> categories) {}
}
