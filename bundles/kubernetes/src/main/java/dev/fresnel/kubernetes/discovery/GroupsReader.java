package dev.fresnel.kubernetes.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fresnel.spi.transport.Clusters.GroupProblem;
import java.util.ArrayList;
import java.util.List;

/** Reads the documents of discovery: the aggregated one (KEP-3352) and the plain lists before it. */
final class GroupsReader {
    static final String AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
            + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

    private GroupsReader() {}

    static boolean aggregated(JsonNode document) {
        return document.path("kind").asText().equals("APIGroupDiscoveryList");
    }

    static Groups groups(JsonNode document) {
        var served = new ArrayList<Groups.Served>();
        var problems = new ArrayList<GroupProblem>();
        for (JsonNode group : document.path("items")) {
            String name = group.path("metadata").path("name").asText("");
            boolean preferred = true;
            for (JsonNode version : group.path("versions")) {
                String versionName = version.path("version").asText();
                served.add(new Groups.Served(name, versionName, preferred, discovered(version.path("resources"))));
                preferred = false;
                if (version.path("freshness").asText().equals("Stale")) {
                    problems.add(new GroupProblem(
                            groupVersion(name, versionName), "The API server that serves it does not answer; what is shown of it may be old or missing."));
                }
            }
        }
        return new Groups(served, problems);
    }

    static String groupVersion(String group, String version) {
        return group.isEmpty() ? version : group + "/" + version;
    }

    private static List<Groups.Resource> discovered(JsonNode resources) {
        var all = new ArrayList<Groups.Resource>();
        for (JsonNode resource : resources) {
            String kind = resource.path("responseKind").path("kind").asText("");
            if (!kind.isEmpty()) {
                all.add(new Groups.Resource(
                        resource.path("resource").asText(), kind, resource.path("scope").asText().equals("Namespaced"),
                        texts(resource.path("verbs")), texts(resource.path("shortNames")), texts(resource.path("categories"))));
            }
        }
        return all;
    }

    /** An {@code APIResourceList}. */
    static List<Groups.Resource> listed(JsonNode document) {
        var all = new ArrayList<Groups.Resource>();
        for (JsonNode resource : document.path("resources")) {
            String name = resource.path("name").asText();
            if (!name.contains("/")) {
                all.add(new Groups.Resource(
                        name, resource.path("kind").asText(), resource.path("namespaced").asBoolean(),
                        texts(resource.path("verbs")), texts(resource.path("shortNames")), texts(resource.path("categories"))));
            }
        }
        return all;
    }

    /** An {@code APIVersions} or {@code APIGroupList}, without resources. */
    static List<Groups.Served> versions(JsonNode document) {
        var all = new ArrayList<Groups.Served>();
        for (JsonNode version : document.path("versions")) {
            all.add(new Groups.Served("", version.asText(), all.isEmpty(), List.of()));
        }
        for (JsonNode group : document.path("groups")) {
            String preferred = group.path("preferredVersion").path("version").asText();
            for (JsonNode version : group.path("versions")) {
                String name = version.path("version").asText();
                all.add(new Groups.Served(group.path("name").asText(), name, name.equals(preferred), List.of()));
            }
        }
        return all;
    }

    static List<String> texts(JsonNode array) {
        var all = new ArrayList<String>();
        array.forEach(item -> all.add(item.asText()));
        return List.copyOf(all);
    }
}
