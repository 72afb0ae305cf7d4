package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a schema says about a value, without the prose: used to default, check, prune, merge and decode.
 *
 * @param name schema name of a built-in object ({@code io.k8s.api.core.v1.PodSpec}), else empty
 * @param open true where unknown fields are kept
 * @param mergeKeys keys of a list that merges as a map; a set has none and {@code listType} "set"
 * @param rules the schema's limits (enum, pattern, minimum…), or missing
 */
record Shape(String name, String type, Map<String, Link> properties, Optional<Link> items, Optional<Link> values, Set<String> required,
        JsonNode preset, boolean open, String listType, List<String> mergeKeys, String patchStrategy, JsonNode rules) {

    /** A reference to a shape, followed when it is needed: built-in shapes are recursive. */
    interface Link {
        Shape get();

        JsonNode preset();
    }

    private static final Shape ANY = new Shape("", "", Map.of(), Optional.empty(), Optional.empty(), Set.of(), MissingNode.getInstance(),
            true, "", List.of(), "", MissingNode.getInstance());
    private static final List<String> RULES = List.of("enum", "pattern", "minimum", "maximum", "minLength", "maxLength", "minItems",
            "maxItems", "exclusiveMinimum", "exclusiveMaximum");

    static Shape any() {
        return ANY;
    }

    /** Reads the schema of a CustomResourceDefinition. */
    static Shape structural(JsonNode schema) {
        return read("", schema, node -> new Fixed(structural(node)));
    }

    /** Turns a nested schema into a link; built-in schemas follow {@code $ref} there. */
    interface Linker {
        Link link(JsonNode node);
    }

    record Fixed(Shape shape) implements Link {
        @Override
        public Shape get() {
            return shape;
        }

        @Override
        public JsonNode preset() {
            return shape.preset();
        }
    }

    static Shape read(String name, JsonNode schema, Linker linker) {
        Map<String, Link> properties = new LinkedHashMap<>();
        schema.path("properties").properties().forEach(entry -> properties.put(entry.getKey().intern(), linker.link(entry.getValue())));
        Optional<Link> items = schema.path("items").isObject() ? Optional.of(linker.link(schema.path("items"))) : Optional.empty();
        JsonNode extra = schema.path("additionalProperties");
        Optional<Link> values = extra.isObject() && !extra.isEmpty() ? Optional.of(linker.link(extra)) : Optional.empty();
        boolean either = schema.path("x-kubernetes-int-or-string").asBoolean();
        boolean bare = properties.isEmpty() && values.isEmpty();
        boolean open = schema.path("x-kubernetes-preserve-unknown-fields").asBoolean() || extra.asBoolean(extra.isObject() && extra.isEmpty())
                || either || bare && !name.isEmpty() || bare && schema.path("type").asText("").isEmpty();
        List<String> keys = Json.list(schema.path("x-kubernetes-list-map-keys"));
        if (schema.has("x-kubernetes-patch-merge-key")) {
            keys = List.of(schema.path("x-kubernetes-patch-merge-key").asText());
        }
        return new Shape(name, either ? "" : schema.path("type").asText(""), Map.copyOf(properties), items, values,
                Set.copyOf(Json.list(schema.path("required"))), schema.path("default"), open,
                schema.path("x-kubernetes-list-type").asText(""), keys, schema.path("x-kubernetes-patch-strategy").asText(""), rules(schema));
    }

    private static JsonNode rules(JsonNode schema) {
        var rules = Json.object();
        RULES.stream().filter(schema::has).forEach(rule -> rules.set(rule, schema.get(rule)));
        if (schema.path("nullable").asBoolean()) {
            rules.put("nullable", true);
        }
        return rules.isEmpty() ? MissingNode.getInstance() : rules;
    }

    Shape property(String name) {
        Link link = properties.get(name);
        return link != null ? link.get() : values.map(Link::get).orElse(ANY);
    }

    Shape item() {
        return items.map(Link::get).orElse(ANY);
    }

    boolean knows(String name) {
        return open || properties.containsKey(name) || values.isPresent();
    }
}
