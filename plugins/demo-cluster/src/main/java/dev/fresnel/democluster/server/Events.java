package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The two spellings of an event: {@code v1} as kept, {@code events.k8s.io/v1} as newer clients ask for it. */
final class Events {
    private static final Map<String, String> RENAMED = Map.of("involvedObject", "regarding", "message", "note", "source", "deprecatedSource",
            "firstTimestamp", "deprecatedFirstTimestamp", "lastTimestamp", "deprecatedLastTimestamp", "count", "deprecatedCount",
            "reportingComponent", "reportingController");

    private Events() {}

    static ObjectNode modern(ObjectNode core) {
        ObjectNode modern = Json.object().put("kind", "Event").put("apiVersion", "events.k8s.io/v1");
        core.properties().stream().filter(entry -> !entry.getKey().equals("kind") && !entry.getKey().equals("apiVersion"))
                .forEach(entry -> modern.set(RENAMED.getOrDefault(entry.getKey(), entry.getKey()), entry.getValue()));
        return modern;
    }

    static ObjectNode core(ObjectNode modern) {
        ObjectNode core = Json.object().put("kind", "Event").put("apiVersion", "v1");
        for (Map.Entry<String, JsonNode> entry : modern.properties()) {
            if (!entry.getKey().equals("kind") && !entry.getKey().equals("apiVersion")) {
                String name = RENAMED.entrySet().stream().filter(one -> one.getValue().equals(entry.getKey())).map(Map.Entry::getKey)
                        .findFirst().orElse(entry.getKey());
                core.set(name, entry.getValue());
            }
        }
        return core;
    }
}
