package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Tells which groups, versions and resources there are, in the plain and in the aggregated form. */
final class Discovery {
    private final Types types;

    Discovery(Types types) {
        this.types = types;
    }

    DemoResponse legacyVersions(Accepted accepted) {
        if (accepted.as().equals("APIGroupDiscoveryList")) {
            return DemoResponse.bytes(200, accepted.mediaType(), Json.bytes(aggregated(true)));
        }
        ObjectNode versions = Json.object().put("kind", "APIVersions");
        versions.putArray("versions").add("v1");
        versions.putArray("serverAddressByClientCIDRs").addObject().put("clientCIDR", "0.0.0.0/0").put("serverAddress", "127.0.0.1");
        return DemoResponse.json(200, versions);
    }

    DemoResponse groups(Accepted accepted) {
        if (accepted.as().equals("APIGroupDiscoveryList")) {
            return DemoResponse.bytes(200, accepted.mediaType(), Json.bytes(aggregated(false)));
        }
        ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = list.putArray("groups");
        types.groups().forEach((group, versions) -> {
            if (!group.isEmpty()) {
                groups.add(group(group, versions));
            }
        });
        return DemoResponse.json(200, list);
    }

    DemoResponse group(String name) {
        List<String> versions = types.groups().get(name);
        if (versions == null) {
            throw ApiFailure.noRoute();
        }
        return DemoResponse.json(200, group(name, versions).put("kind", "APIGroup").put("apiVersion", "v1"));
    }

    private static ObjectNode group(String group, List<String> versions) {
        ObjectNode node = Json.object().put("name", group);
        ArrayNode list = node.putArray("versions");
        versions.forEach(version -> list.addObject().put("groupVersion", group + "/" + version).put("version", version));
        node.putObject("preferredVersion").put("groupVersion", group + "/" + versions.getFirst()).put("version", versions.getFirst());
        return node;
    }

    DemoResponse resources(String group, String version) {
        List<ResourceType> found = in(group, version).toList();
        if (found.isEmpty()) {
            throw ApiFailure.noRoute();
        }
        ObjectNode list = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1").put("groupVersion", found.getFirst().apiVersion());
        ArrayNode resources = list.putArray("resources");
        for (ResourceType type : found) {
            ObjectNode row = resources.addObject().put("name", type.resource()).put("singularName", type.singular());
            row.put("namespaced", type.namespaced()).put("kind", type.kind()).set("verbs", Json.texts(type.verbs()));
            names(type, row);
            for (ResourceType.Sub sub : type.subresources()) {
                ObjectNode part = resources.addObject().put("name", type.resource() + "/" + sub.name()).put("singularName", "");
                part.put("namespaced", type.namespaced());
                if (!sub.group().isEmpty() || !sub.version().isEmpty()) {
                    part.put("group", sub.group()).put("version", sub.version());
                }
                part.put("kind", sub.kind()).set("verbs", Json.texts(sub.verbs()));
            }
        }
        return DemoResponse.json(200, list);
    }

    private static void names(ResourceType type, ObjectNode row) {
        if (!type.shortNames().isEmpty()) {
            row.set("shortNames", Json.texts(type.shortNames()));
        }
        if (!type.categories().isEmpty()) {
            row.set("categories", Json.texts(type.categories()));
        }
    }

    private Stream<ResourceType> in(String group, String version) {
        return types.all().filter(type -> type.group().equals(group) && type.version().equals(version));
    }

    private ObjectNode aggregated(boolean core) {
        ObjectNode list = Json.object().put("kind", "APIGroupDiscoveryList").put("apiVersion", "apidiscovery.k8s.io/v2");
        list.putObject("metadata");
        ArrayNode items = list.putArray("items");
        for (Map.Entry<String, List<String>> group : types.groups().entrySet()) {
            if (group.getKey().isEmpty() == core) {
                ObjectNode item = items.addObject();
                item.putObject("metadata").putNull("creationTimestamp");
                if (!core) {
                    item.withObject("metadata").put("name", group.getKey());
                }
                ArrayNode versions = item.putArray("versions");
                group.getValue().forEach(version -> version(versions.addObject().put("version", version), group.getKey(), version));
            }
        }
        return list;
    }

    private void version(ObjectNode node, String group, String version) {
        ArrayNode resources = node.putArray("resources");
        in(group, version).forEach(type -> {
            ObjectNode row = resources.addObject().put("resource", type.resource());
            row.putObject("responseKind").put("group", group).put("version", version).put("kind", type.kind());
            row.put("scope", type.namespaced() ? "Namespaced" : "Cluster").put("singularResource", type.singular());
            row.set("verbs", Json.texts(type.verbs()));
            names(type, row);
            for (ResourceType.Sub sub : type.subresources()) {
                ObjectNode part = row.withArray("subresources").addObject().put("subresource", sub.name());
                part.putObject("responseKind").put("group", sub.version().isEmpty() ? group : sub.group())
                        .put("version", sub.version().isEmpty() ? version : sub.version()).put("kind", sub.kind());
                part.set("verbs", Json.texts(sub.verbs()));
            }
        });
        node.put("freshness", "Current");
    }
}
