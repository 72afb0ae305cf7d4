package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** OpenAPI v3 documents per group and version, put together when they are asked for: schemas from the data, paths from the types. */
final class OpenApi {
    private static final String REF = "#/components/schemas/";
    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

    private final Cluster cluster;
    private final Types types;
    private final Schemas schemas;

    OpenApi(Cluster cluster) {
        this.cluster = cluster;
        this.types = cluster.types();
        this.schemas = cluster.schemas();
    }

    DemoResponse index() {
        ObjectNode index = Json.object();
        ObjectNode paths = index.putObject("paths");
        types.groups().forEach((group, versions) -> versions.forEach(version -> {
            String path = group.isEmpty() ? "api/" + version : "apis/" + group + "/" + version;
            paths.putObject(path).put("serverRelativeURL", "/openapi/v3/" + path + "?hash=" + hash(group, version));
        }));
        return DemoResponse.json(200, index);
    }

    private String hash(String group, String version) {
        String marks = types.all().filter(type -> type.group().equals(group) && type.version().equals(version))
                .map(type -> type.qualified() + types.definition(type).map(Types.Definition::mark).orElse("1.36.1")).collect(Collectors.joining());
        return (Names.hash(marks) + Names.hash(marks + "b") + Names.hash(marks + "c")).toUpperCase(Locale.ROOT);
    }

    DemoResponse document(String group, String version) {
        List<ResourceType> found = types.all().filter(type -> type.group().equals(group) && type.version().equals(version)).toList();
        if (found.isEmpty()) {
            throw ApiFailure.noRoute();
        }
        ObjectNode document = Json.object().put("openapi", "3.0.0");
        document.putObject("info").put("title", "Kubernetes").put("version", Version.KUBERNETES);
        ObjectNode paths = document.putObject("paths");
        ObjectNode components = document.putObject("components").putObject("schemas");
        Deque<String> wanted = new ArrayDeque<>();
        for (ResourceType type : found) {
            String name = type.custom() ? custom(type, components, wanted)
                    : schemas.name(type.group(), type.version(), type.kind()).orElse("");
            if (!name.isEmpty()) {
                wanted.add(name);
            }
            paths(paths, type, name);
        }
        wanted.add("io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions");
        wanted.add("io.k8s.api.autoscaling.v1.Scale");
        reach(wanted, components);
        return DemoResponse.json(200, document);
    }

    private void reach(Deque<String> wanted, ObjectNode components) {
        Set<String> seen = new HashSet<>();
        while (!wanted.isEmpty()) {
            String name = wanted.pop();
            if (seen.add(name) && !components.has(name)) {
                schemas.text(name).ifPresent(schema -> {
                    components.set(name, schema);
                    schema.findValuesAsText("$ref").forEach(ref -> wanted.add(ref.substring(REF.length())));
                });
            }
        }
    }

    private String custom(ResourceType type, ObjectNode components, Deque<String> wanted) {
        String[] words = type.group().split("\\.");
        StringBuilder name = new StringBuilder();
        for (String word : words) {
            name.insert(0, word + ".");
        }
        name.append(type.version()).append('.').append(type.kind());
        ObjectNode definition = cluster.find("customresourcedefinitions.apiextensions.k8s.io", "", type.definition()).orElseGet(Json::object);
        for (JsonNode version : definition.path("spec").path("versions")) {
            if (Json.text(version, "name").equals(type.version())) {
                ObjectNode schema = Json.at(version, "schema", "openAPIV3Schema").isObject()
                        ? (ObjectNode) Json.at(version, "schema", "openAPIV3Schema") : Json.object();
                ObjectNode meta = Json.child(schema, "properties").putObject("metadata");
                meta.put("description", "Standard object's metadata.").putArray("allOf").addObject().put("$ref", REF + META);
                schema.putArray("x-kubernetes-group-version-kind").add(kind(type));
                components.set(name.toString(), schema);
            }
        }
        wanted.add(META);
        return name.toString();
    }

    private static ObjectNode kind(ResourceType type) {
        return Json.object().put("group", type.group()).put("kind", type.kind()).put("version", type.version());
    }

    private static void paths(ObjectNode paths, ResourceType type, String schema) {
        String root = type.group().isEmpty() ? "/api/" + type.version() : "/apis/" + type.group() + "/" + type.version();
        String collection = root + (type.namespaced() ? "/namespaces/{namespace}/" : "/") + type.resource();
        ObjectNode all = paths.putObject(collection);
        Map<String, String> collective = Map.of("list", "get", "create", "post", "deletecollection", "delete");
        type.verbs().stream().filter(collective::containsKey).sorted()
                .forEach(verb -> all.set(collective.get(verb), operation(type, verb, schema)));
        if (type.verbs().contains("get")) {
            ObjectNode one = paths.putObject(collection + "/{name}");
            Map<String, String> single = Map.of("get", "get", "update", "put", "patch", "patch", "delete", "delete");
            type.verbs().stream().filter(single::containsKey).sorted().forEach(verb -> one.set(single.get(verb), operation(type, verb, schema)));
        }
        if (type.namespaced() && type.verbs().contains("list")) {
            paths.putObject(root + "/" + type.resource()).set("get", operation(type, "list", schema));
        }
    }

    private static ObjectNode operation(ResourceType type, String verb, String schema) {
        ObjectNode operation = Json.object().put("description", verb + " " + type.resource())
                .put("operationId", verb + type.kind() + type.version() + type.group().replace(".", ""));
        List<String> parameters = switch (verb) {
            case "create", "update" -> List.of("pretty", "dryRun", "fieldManager", "fieldValidation");
            case "patch" -> List.of("pretty", "dryRun", "fieldManager", "fieldValidation", "force");
            case "delete" -> List.of("pretty", "dryRun", "gracePeriodSeconds", "propagationPolicy");
            case "list" -> List.of("pretty", "labelSelector", "fieldSelector", "limit", "continue", "watch", "resourceVersion", "timeoutSeconds");
            default -> List.of("pretty");
        };
        parameters.forEach(name -> operation.withArray("parameters").addObject().put("in", "query").put("name", name)
                .putObject("schema").put("type", name.equals("force") || name.equals("watch") ? "boolean" : "string"));
        ObjectNode content = operation.putObject("responses").putObject("200").put("description", "OK").putObject("content");
        if (!schema.isEmpty()) {
            content.putObject("application/json").putObject("schema").put("$ref", REF + schema);
        }
        String action = Map.of("create", "post", "update", "put").getOrDefault(verb, verb);
        return operation.put("x-kubernetes-action", action).set("x-kubernetes-group-version-kind", kind(type));
    }
}
