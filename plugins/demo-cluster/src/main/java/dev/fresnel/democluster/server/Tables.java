package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Objects as rows of a {@code meta.k8s.io/v1 Table}: columns from the data file, cells in the words of the API server. */
final class Tables {
    private final JsonNode columns = Json.data("columns.json");
    private final Map<String, Cells> cells = Printers.all();
    private final Types types;
    private final InstantSource clock;

    Tables(Types types, InstantSource clock) {
        this.types = types;
        this.clock = clock;
    }

    /** Computes the cells of one object. */
    interface Cells {
        void fill(ArrayNode cells, JsonNode object, Instant now);
    }

    ArrayNode definitions(ResourceType type) {
        ArrayNode definitions = Json.array();
        Optional<Types.Definition> custom = types.definition(type);
        if (custom.isPresent()) {
            definitions.add(column("Name", "string", "name", 0, columns.path("namespaces").path(0).path(4).asText()));
            custom.get().columns().forEach(one -> definitions.add(column(Json.text(one, "name"), Json.text(one, "type"),
                    Json.text(one, "format"), one.path("priority").asInt(0), customDescription(one))));
            if (custom.get().columns().isEmpty()) {
                definitions.add(age());
            }
            return definitions;
        }
        JsonNode known = columns.path(type.resource());
        if (known.isMissingNode() || !cells.containsKey(type.qualified())) {
            definitions.add(column("Name", "string", "name", 0, columns.path("namespaces").path(0).path(4).asText()));
            definitions.add(column("Created At", "date", "", 0, columns.path("namespaces").path(2).path(4).asText()));
            return definitions;
        }
        known.forEach(row -> definitions.add(column(row.path(0).asText(), row.path(1).asText(), row.path(2).asText(), row.path(3).asInt(), row.path(4).asText())));
        return definitions;
    }

    private static String customDescription(JsonNode column) {
        String given = Json.text(column, "description");
        return given.isEmpty() ? "Custom resource definition column (in JSONPath format): " + Json.text(column, "jsonPath") : given;
    }

    private ObjectNode age() {
        return column("Age", "date", "", 0, columns.path("namespaces").path(2).path(4).asText());
    }

    private static ObjectNode column(String name, String type, String format, int priority, String description) {
        return Json.object().put("name", name).put("type", type).put("format", format).put("description", description).put("priority", priority);
    }

    /** One row; {@code include} is None, Metadata or Object. */
    ObjectNode row(ResourceType type, ObjectNode object, String include) {
        ObjectNode row = Json.object();
        ArrayNode values = row.putArray("cells");
        Optional<Types.Definition> custom = types.definition(type);
        if (custom.isPresent()) {
            values.add(object.path("metadata").path("name"));
            custom.get().columns().forEach(one -> values.add(custom(object, one)));
            if (custom.get().columns().isEmpty()) {
                values.add(Ages.since(object.path("metadata").path("creationTimestamp"), clock.instant()));
            }
        } else if (cells.containsKey(type.qualified()) && columns.has(type.resource())) {
            cells.get(type.qualified()).fill(values, object, clock.instant());
        } else {
            values.add(object.path("metadata").path("name")).add(object.path("metadata").path("creationTimestamp"));
        }
        conditions(type, object, row);
        if (include.equals("Object")) {
            row.set("object", object);
        } else if (!include.equals("None")) {
            row.set("object", partial(object));
        }
        return row;
    }

    /** Finished pods carry a row condition, by which kubectl once hid them. */
    private static void conditions(ResourceType type, ObjectNode object, ObjectNode row) {
        String phase = Json.text(object, "status", "phase");
        if (type.qualified().equals("pods") && (phase.equals("Succeeded") || phase.equals("Failed"))) {
            row.putArray("conditions").addObject().put("type", "Completed").put("status", "True").put("reason", phase)
                    .put("message", phase.equals("Failed") ? "The pod failed." : "The pod has completed successfully.");
        }
    }

    static ObjectNode partial(ObjectNode object) {
        ObjectNode partial = Json.object().put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
        partial.set("metadata", object.path("metadata"));
        return partial;
    }

    private JsonNode custom(ObjectNode object, JsonNode column) {
        JsonNode value = JsonPath.find(object, Json.text(column, "jsonPath"));
        if (value.isMissingNode() || value.isNull()) {
            return Json.object().nullNode();
        }
        return switch (Json.text(column, "type")) {
            case "date" -> Json.text(Ages.since(value, clock.instant()));
            case "integer", "number", "boolean" -> value;
            default -> value.isContainerNode() ? Json.text(value.toString()) : Json.text(value.asText());
        };
    }

    ObjectNode table(String version) {
        ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        table.putObject("metadata").put("resourceVersion", version);
        return table;
    }
}
