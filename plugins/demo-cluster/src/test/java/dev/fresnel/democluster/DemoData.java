package dev.fresnel.democluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Makes the compressed data of the demo cluster (resources, schemas, protobuf fields, columns, CRDs) from upstream sources.
 *
 * <p>Arguments: the unpacked Go modules {@code k8s.io/kubernetes}, {@code k8s.io/api}, {@code k8s.io/apimachinery} and
 * {@code k8s.io/apiextensions-apiserver} of one release, a folder with CRD files, and the folder to write to. It is run by
 * hand when the Kubernetes level moves; its output is checked in (the module's README names the command).
 */
final class DemoData {
    private static final List<String> SERVED = List.of(
            "/v1", "apps/v1", "batch/v1", "autoscaling/v2", "networking.k8s.io/v1", "policy/v1", "rbac.authorization.k8s.io/v1",
            "storage.k8s.io/v1", "coordination.k8s.io/v1", "discovery.k8s.io/v1", "events.k8s.io/v1", "scheduling.k8s.io/v1",
            "node.k8s.io/v1", "admissionregistration.k8s.io/v1", "apiextensions.k8s.io/v1",
            "authentication.k8s.io/v1", "authorization.k8s.io/v1", "certificates.k8s.io/v1");
    private static final Set<String> LEFT_OUT = Set.of("componentstatuses", "volumeattributesclasses", "csistoragecapacities",
            "ipaddresses", "servicecidrs", "validatingadmissionpolicies", "validatingadmissionpolicybindings",
            "mutatingadmissionpolicies", "mutatingadmissionpolicybindings");
    private static final Set<String> CRDS = Set.of("karpenter.k8s.aws_ec2nodeclasses.yaml", "karpenter.sh_nodeclaims.yaml",
            "karpenter.sh_nodepools.yaml", "karpenter.sh_nodeoverlays.yaml", "keda.sh_scaledobjects.yaml", "keda.sh_scaledjobs.yaml",
            "keda.sh_triggerauthentications.yaml", "keda.sh_clustertriggerauthentications.yaml");
    private static final Pattern FIELD = Pattern.compile("(optional|repeated|required)?\\s*(map<string, ?([\\w.]+)>|[\\w.]+) (\\w+) = (\\d+);");

    private final ObjectMapper json = new ObjectMapper();
    private final Path out;
    private final ObjectNode schemas = json.createObjectNode();

    private DemoData(Path out) {
        this.out = out;
    }

    public static void main(String[] args) throws IOException {
        DemoData data = new DemoData(Path.of(args[5]));
        Path kubernetes = Path.of(args[0]);
        data.schemas(kubernetes.resolve("api/openapi-spec/v3"));
        data.resources(kubernetes.resolve("api/discovery/aggregated_v2.json"));
        data.protobuf(List.of(Path.of(args[1]), Path.of(args[2]), Path.of(args[3])));
        data.columns(kubernetes.resolve("pkg/printers/internalversion/printers.go"));
        data.definitions(Path.of(args[4]));
    }

    private void write(String name, JsonNode tree) throws IOException {
        try (OutputStream file = new GZIPOutputStream(Files.newOutputStream(out.resolve(name))) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            json.writeValue(file, tree);
        }
    }

    private void schemas(Path folder) throws IOException {
        for (String served : SERVED) {
            String file = served.startsWith("/") ? "api__v1" : "apis__" + served.replace("/", "__");
            JsonNode all = json.readTree(folder.resolve(file + "_openapi.json").toFile()).at("/components/schemas");
            all.properties().forEach(entry -> schemas.putIfAbsent(entry.getKey(), entry.getValue()));
        }
        JsonNode scale = json.readTree(folder.resolve("apis__autoscaling__v1_openapi.json").toFile()).at("/components/schemas");
        scale.properties().stream().filter(entry -> entry.getKey().contains(".v1.Scale"))
                .forEach(entry -> schemas.putIfAbsent(entry.getKey(), entry.getValue()));
        write("schemas.json.gz", schemas);
    }

    private void resources(Path aggregated) throws IOException {
        ArrayNode list = json.createArrayNode();
        for (JsonNode group : json.readTree(aggregated.toFile()).path("items")) {
            resources(list, group);
        }
        JsonNode core = json.readTree(aggregated.resolveSibling("api__v1.json").toFile());
        ArrayNode all = json.createArrayNode();
        coreResources(all, core);
        all.addAll(list);
        Files.writeString(out.resolve("resources.json"), rows(all));
    }

    private void resources(ArrayNode list, JsonNode group) {
        String name = group.at("/metadata/name").asText();
        for (JsonNode version : group.path("versions")) {
            if (!SERVED.contains(name + "/" + version.path("version").asText())) {
                continue;
            }
            for (JsonNode resource : version.path("resources")) {
                if (LEFT_OUT.contains(resource.path("resource").asText())) {
                    continue;
                }
                ObjectNode type = list.addObject().put("group", name).put("version", version.path("version").asText());
                type.put("resource", resource.path("resource").asText()).put("kind", resource.at("/responseKind/kind").asText());
                type.put("singular", resource.path("singularResource").asText());
                type.put("namespaced", "Namespaced".equals(resource.path("scope").asText()));
                copy(resource, type, "shortNames", "categories", "verbs");
                for (JsonNode sub : resource.path("subresources")) {
                    ObjectNode row = type.withArray("subresources").addObject().put("name", sub.path("subresource").asText());
                    kind(row, sub.path("responseKind"));
                    copy(sub, row, "verbs");
                }
            }
        }
    }

    /** The aggregated file lists the named groups only; the core group stands in its plain discovery document. */
    private void coreResources(ArrayNode list, JsonNode core) {
        Map<String, ObjectNode> byName = new LinkedHashMap<>();
        for (JsonNode resource : core.path("resources")) {
            String name = resource.path("name").asText();
            if (name.contains("/") || LEFT_OUT.contains(name)) {
                continue;
            }
            ObjectNode type = list.addObject().put("group", "").put("version", "v1").put("resource", name);
            type.put("kind", resource.path("kind").asText()).put("singular", resource.path("singularName").asText());
            type.put("namespaced", resource.path("namespaced").asBoolean());
            copy(resource, type, "shortNames", "categories", "verbs");
            byName.put(name, type);
        }
        for (JsonNode resource : core.path("resources")) {
            String[] parts = resource.path("name").asText().split("/", 2);
            if (parts.length == 2 && byName.containsKey(parts[0])) {
                ObjectNode row = byName.get(parts[0]).withArray("subresources").addObject().put("name", parts[1]);
                kind(row, resource);
                copy(resource, row, "verbs");
            }
        }
    }

    private static void kind(ObjectNode row, JsonNode from) {
        row.put("kind", from.path("kind").asText());
        if (!from.path("group").asText().isEmpty()) {
            row.put("group", from.path("group").asText()).put("version", from.path("version").asText());
        }
    }

    private static void copy(JsonNode from, ObjectNode to, String... names) {
        for (String name : names) {
            if (from.path(name).size() > 0) {
                to.set(name, from.get(name));
            }
        }
    }

    private static String rows(JsonNode list) {
        List<String> lines = new ArrayList<>();
        list.forEach(row -> lines.add(row.toString()));
        return "[\n" + String.join(",\n", lines) + "\n]\n";
    }

    /** Message → {field number: [JSON name, type, flags]}; a message that JSON inlines is recognised by its absence from the schema. */
    private void protobuf(List<Path> modules) throws IOException {
        Map<String, ObjectNode> messages = new TreeMap<>();
        for (Path module : modules) {
            try (Stream<Path> files = Files.walk(module)) {
                for (Path file : files.filter(path -> path.endsWith("generated.proto")).sorted().toList()) {
                    proto(Files.readString(file), omitted(file.getParent()), messages);
                }
            }
        }
        Set<String> wanted = new TreeSet<>();
        schemas.fieldNames().forEachRemaining(name -> reach(name, messages, wanted));
        ObjectNode table = json.createObjectNode();
        wanted.forEach(name -> table.set(name, messages.get(name)));
        write("protobuf.json.gz", table);
    }

    private static void reach(String name, Map<String, ObjectNode> messages, Set<String> wanted) {
        if (messages.containsKey(name) && wanted.add(name)) {
            messages.get(name).forEach(field -> reach(field.get(1).asText().replaceFirst("^map:", ""), messages, wanted));
        }
    }

    /** Fields that JSON leaves out when they are zero: {@code omitempty} and no pointer. Protobuf writes them all the same. */
    private static Set<String> omitted(Path folder) throws IOException {
        Set<String> fields = new TreeSet<>();
        Pattern field = Pattern.compile("\\s+\\w+\\s+([\\w.]+)\\s+`json:\"(\\w+),omit(?:empty|zero)[^\"]*\".*");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.getFileName().toString().matches("types.*\\.go|meta\\.go")).toList()) {
                String struct = "";
                for (String line : Files.readAllLines(file)) {
                    Matcher member = field.matcher(line);
                    if (line.matches("type \\w+ struct \\{")) {
                        struct = line.split(" ")[1];
                    } else if (member.matches()) {
                        fields.add(struct + "." + member.group(2));
                    }
                }
            }
        }
        return fields;
    }

    private void proto(String text, Set<String> omitted, Map<String, ObjectNode> messages) {
        Matcher pkg = Pattern.compile("(?m)^package ([\\w.]+);").matcher(text);
        if (!pkg.find()) {
            return;
        }
        String current = "";
        for (String raw : text.lines().toList()) {
            String line = raw.strip();
            if (line.startsWith("message ")) {
                current = schemaName(pkg.group(1) + "." + line.split(" ")[1]);
                messages.put(current, json.createObjectNode());
            } else if (!line.startsWith("//") && !current.isEmpty()) {
                Matcher field = FIELD.matcher(line);
                if (field.matches()) {
                    field(messages.get(current), current, pkg.group(1), omitted, field);
                }
            }
        }
    }

    private void field(ObjectNode message, String owner, String pkg, Set<String> omitted, Matcher field) {
        boolean map = field.group(3) != null;
        String type = type(map ? field.group(3) : field.group(2), pkg);
        String name = Character.toLowerCase(field.group(4).charAt(0)) + field.group(4).substring(1);
        JsonNode properties = schemas.path(owner).path("properties");
        boolean inline = type.contains(".") && !map && (owner.endsWith("ProbeHandler") ? false
                : properties.isObject() && !properties.has(name));
        message.putArray(field.group(5)).add(name).add((map ? "map:" : "") + type)
                .add(("repeated".equals(field.group(1)) ? "r" : "") + (inline ? "i" : "")
                        + (omitted.contains(owner.substring(owner.lastIndexOf('.') + 1) + "." + name) ? "z" : ""));
    }

    private static String type(String type, String pkg) {
        if (Set.of("string", "int32", "int64", "bool", "bytes", "double", "uint32", "uint64", "float").contains(type)) {
            return type;
        }
        return schemaName(type.startsWith(".") ? type.substring(1) : pkg + "." + type);
    }

    private static String schemaName(String proto) {
        return proto.replaceFirst("^k8s\\.io\\.", "io.k8s.").replace("apiextensions_apiserver", "apiextensions-apiserver");
    }

    private void columns(Path printers) throws IOException {
        Map<String, ArrayNode> tables = new TreeMap<>();
        ArrayNode current = json.createArrayNode();
        Pattern start = Pattern.compile("\\s*(\\w+)ColumnDefinitio\\w+ :?= .*TableColumnDefinition\\{|.*(csiDriver)ColumnDefinitions = append.*");
        Pattern column = Pattern.compile("\\s*\\{Name: \"([^\"]*)\", Type: \"(\\w+)\"(.*?)(?:, Description: (.*?))?\\},?");
        for (String line : Files.readAllLines(printers)) {
            Matcher begin = start.matcher(line);
            Matcher found = column.matcher(line);
            if (line.contains(":= []metav1.TableColumnDefinition{") && !begin.matches()) {
                current = json.createArrayNode();
            } else if (begin.matches()) {
                String name = begin.group(1) == null ? begin.group(2) : begin.group(1);
                current = tables.computeIfAbsent(name.toLowerCase(), key -> json.createArrayNode());
            } else if (found.matches()) {
                String more = found.group(3);
                current.addArray().add(found.group(1)).add(found.group(2)).add(more.contains("Format: \"name\"") ? "name" : "")
                        .add(more.contains("Priority: 1") ? 1 : 0).add(description(found.group(4)));
            }
        }
        ObjectNode result = json.createObjectNode();
        for (JsonNode type : json.readTree(out.resolve("resources.json").toFile())) {
            String singular = type.path("singular").asText();
            String key = Map.of("endpoints", "endpoint", "rolebinding", "rolebindings", "clusterrolebinding", "clusterrolebindings",
                    "mutatingwebhookconfiguration", "mutatingwebhook", "validatingwebhookconfiguration", "validatingwebhook")
                    .getOrDefault(singular, singular);
            if (tables.containsKey(key)) {
                result.set(type.path("resource").asText(), tables.get(key));
            }
        }
        result.set("scales", tables.get("scale"));
        List<String> lines = new ArrayList<>();
        result.properties().forEach(entry -> lines.add("\"" + entry.getKey() + "\":[\n  "
                + String.join(",\n  ", entry.getValue().valueStream().map(JsonNode::toString).toList()) + "]"));
        Files.writeString(out.resolve("columns.json"), "{\n" + String.join(",\n", lines) + "\n}\n");
    }

    private String description(String source) {
        if (source == null) {
            return "";
        }
        String plain = source.replace("Event{}.InvolvedObject", "ObjectReference{}").replace("v1beta1", "v1");
        Matcher doc = Pattern.compile("(\\w+)\\.(\\w+)\\{\\}\\.SwaggerDoc\\(\\)\\[\"(\\w+)\"\\]").matcher(plain);
        if (!doc.matches()) {
            return source.replaceAll("^\"|\"$", "").replace("\\\"", "\"");
        }
        String pkg = doc.group(1).equals("metav1") ? "io.k8s.apimachinery.pkg.apis.meta.v1."
                : "io.k8s.api." + doc.group(1).replaceFirst("^apiv1$", "corev1").replaceFirst("(v\\d\\w*)$", ".$1") + ".";
        String field = doc.group(3);
        return schemas.path(pkg + doc.group(2)).at(field.isEmpty() ? "/description" : "/properties/" + field + "/description").asText();
    }

    private void definitions(Path folder) throws IOException {
        ArrayNode list = json.createArrayNode();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> CRDS.contains(path.getFileName().toString()))
                    .filter(path -> path.toString().contains("karpenter-aws") || path.toString().contains("keda")).sorted().toList()) {
                Object tree = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
                list.add(json.valueToTree(tree));
            }
        }
        write("crds.json.gz", list);
    }
}
