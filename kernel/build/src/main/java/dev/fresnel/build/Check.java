package dev.fresnel.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Holds {@code plugin.json} against its schema, and what no schema can say. */
final class Check {
    private static final List<String> LISTS = List.of("actions", "tools", "settings");
    private static final Set<String> SLOTS = Set.of(
            "contract", "navigation", "pages", "lists", "details", "detailSections", "detailTabs", "commands", "panels", "objectActions", "overview", "home");

    private final JsonNode plugin;
    private final List<String> faults = new ArrayList<>();

    Check(JsonNode plugin) {
        this.plugin = plugin;
    }

    static String schema() throws IOException {
        try (InputStream in = Check.class.getResourceAsStream("plugin.schema.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** What is wrong, in words. */
    List<String> faults() throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schema(), InputFormat.JSON);
        schema.validate(plugin.toString(), InputFormat.JSON).forEach(error -> faults.add(error.getInstanceLocation() + " " + error.getMessage()));
        LISTS.forEach(list -> unique(list, plugin.get(list)));
        plugin.path("contributions").fields().forEachRemaining(slot -> {
            if (slot.getValue().isArray() && slot.getValue().size() > 0 && slot.getValue().get(0).has("id")) {
                unique("contributions/" + slot.getKey(), slot.getValue());
            }
        });
        return faults;
    }

    /** Slots that this contract does not know: inactive, not wrong. */
    List<String> inactive() {
        var unknown = new ArrayList<String>();
        plugin.path("contributions").fieldNames().forEachRemaining(slot -> {
            if (!SLOTS.contains(slot)) {
                unknown.add("the slot \"" + slot + "\" is not known to contract 1 and stays inactive");
            }
        });
        return unknown;
    }

    private void unique(String list, JsonNode items) {
        var seen = new HashSet<String>();
        items.forEach(item -> {
            if (!seen.add(item.path("id").asText())) {
                faults.add("/" + list + " has two with the id " + item.path("id").asText());
            }
        });
    }

    /** Keys of messages that a language lacks. */
    List<String> missing(String language, JsonNode messages) {
        var keys = new TreeSet<String>();
        collect(plugin.path("contributions"), keys);
        plugin.path("actions").forEach(action -> key(action, keys));
        plugin.path("settings").forEach(settings -> key(settings, keys));
        plugin.path("actions").findValues("fields").forEach(fields -> fields.forEach(field -> key(field, keys)));
        plugin.path("settings").findValues("fields").forEach(fields -> fields.forEach(field -> key(field, keys)));
        return keys.stream().filter(key -> !messages.has(key)).map(key -> "messages/" + language + ".json has no \"" + key + "\"").toList();
    }

    private static void collect(JsonNode node, Set<String> keys) {
        if (node.isObject()) {
            key(node, keys);
        }
        node.forEach(child -> collect(child, keys));
    }

    private static void key(JsonNode item, Set<String> keys) {
        for (String name : List.of("title", "help")) {
            if (item.hasNonNull(name) && !item.get(name).asText().isEmpty()) {
                keys.add(item.get(name).asText());
            }
        }
    }
}
