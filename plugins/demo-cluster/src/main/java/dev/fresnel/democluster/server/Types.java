package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** The resources that the server knows: the built-in ones from the data file and those of CustomResourceDefinitions. */
public final class Types {
    private static final List<String> ALL_VERBS = List.of("delete", "deletecollection", "get", "list", "patch", "create", "update", "watch");

    private final List<ResourceType> builtIn;
    private final Map<String, List<Definition>> definitions = new ConcurrentSkipListMap<>();

    /** One served version of a custom resource: its type, its schema, its printer columns. */
    record Definition(ResourceType type, boolean storage, Shape shape, JsonNode columns, List<String> selectable, String mark) {}

    public Types() {
        List<ResourceType> all = new ArrayList<>(Json.data("resources.json").valueStream().map(ResourceType::from).toList());
        List<String> read = List.of("get", "list");
        all.add(new ResourceType("metrics.k8s.io", "v1beta1", "nodes", "NodeMetrics", "", false, List.of(), List.of(), read, List.of(), ""));
        all.add(new ResourceType("metrics.k8s.io", "v1beta1", "pods", "PodMetrics", "", true, List.of(), List.of(), read, List.of(), ""));
        builtIn = List.copyOf(all);
    }

    Stream<ResourceType> all() {
        return Stream.concat(builtIn.stream(), definitions.values().stream().flatMap(List::stream).map(Definition::type));
    }

    public Optional<ResourceType> find(String group, String version, String resource) {
        return all().filter(type -> type.resource().equals(resource) && type.group().equals(group) && type.version().equals(version)).findFirst();
    }

    Optional<ResourceType> kind(String apiVersion, String kind) {
        return all().filter(type -> type.kind().equals(kind) && type.apiVersion().equals(apiVersion)).findFirst();
    }

    /** The type under which objects of a qualified resource ({@code deployments.apps}) are kept. */
    public ResourceType stored(String qualified) {
        Optional<ResourceType> custom = definitions.getOrDefault(qualified, List.of()).stream()
                .filter(Definition::storage).map(Definition::type).findFirst();
        return custom.or(() -> builtIn.stream().filter(type -> type.qualified().equals(qualified)).findFirst())
                .orElseThrow(() -> new IllegalArgumentException("no such resource: " + qualified));
    }

    Optional<Definition> definition(ResourceType type) {
        return definitions.getOrDefault(type.definition(), List.of()).stream().filter(one -> one.type().equals(type)).findFirst();
    }

    /** Group and versions in the order of discovery: built-in as in the data, custom ones by name. */
    Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new java.util.LinkedHashMap<>();
        all().forEach(type -> {
            List<String> versions = groups.computeIfAbsent(type.group(), key -> new ArrayList<>());
            if (!versions.contains(type.version())) {
                versions.add(type.version());
            }
        });
        return groups;
    }

    void define(ObjectNode crd) {
        ObjectNode names = Json.child(crd, "spec", "names");
        String name = Json.text(crd, "metadata", "name");
        List<Definition> versions = new ArrayList<>();
        for (JsonNode version : crd.path("spec").path("versions")) {
            if (version.path("served").asBoolean(false)) {
                versions.add(definition(crd, names, version));
            }
        }
        definitions.put(name, List.copyOf(versions));
    }

    void forget(String crd) {
        definitions.remove(crd);
    }

    private static Definition definition(ObjectNode crd, ObjectNode names, JsonNode version) {
        String group = Json.text(crd, "spec", "group");
        String kind = Json.text(names, "kind");
        String name = Json.text(crd, "metadata", "name");
        List<ResourceType.Sub> subs = new ArrayList<>();
        if (version.path("subresources").has("status")) {
            subs.add(new ResourceType.Sub("status", kind, "", "", List.of("get", "patch", "update")));
        }
        if (version.path("subresources").has("scale")) {
            subs.add(new ResourceType.Sub("scale", "Scale", "autoscaling", "v1", List.of("get", "patch", "update")));
        }
        String singular = Json.text(names, "singular").isEmpty() ? kind.toLowerCase(java.util.Locale.ROOT) : Json.text(names, "singular");
        ResourceType type = new ResourceType(group, Json.text(version, "name"), Json.text(names, "plural"), kind, singular,
                "Namespaced".equals(Json.text(crd, "spec", "scope")), Json.list(names.path("shortNames")),
                Json.list(names.path("categories")), ALL_VERBS, List.copyOf(subs), name);
        JsonNode schema = Json.at(version, "schema", "openAPIV3Schema");
        List<String> selectable = version.path("selectableFields").valueStream().map(field -> Json.text(field, "jsonPath").substring(1)).toList();
        return new Definition(type, version.path("storage").asBoolean(), Shape.structural(schema), version.path("additionalPrinterColumns"),
                selectable, Json.text(crd, "metadata", "uid") + Json.text(crd, "metadata", "generation"));
    }

    /** Where {@code scale} reads and writes the number of replicas of a custom resource. */
    Map<String, String> scalePaths(ObjectNode crd, String version) {
        Map<String, String> paths = new TreeMap<>();
        crd.path("spec").path("versions").valueStream().filter(one -> Json.text(one, "name").equals(version))
                .forEach(one -> Json.at(one, "subresources", "scale").properties()
                        .forEach(entry -> paths.put(entry.getKey(), entry.getValue().asText())));
        return paths;
    }
}
