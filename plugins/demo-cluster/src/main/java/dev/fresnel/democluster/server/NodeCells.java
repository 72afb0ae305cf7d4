package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Instant;
import java.util.TreeSet;

/** The row of a node. */
final class NodeCells {
    private static final String ROLE = "node-role.kubernetes.io/";

    private NodeCells() {}

    static void fill(ArrayNode cells, JsonNode node, Instant now) {
        String status = "Unknown";
        for (JsonNode condition : Json.at(node, "status", "conditions")) {
            if (Json.text(condition, "type").equals("Ready")) {
                status = Json.text(condition, "status").equals("True") ? "Ready" : "NotReady";
            }
        }
        if (Json.at(node, "spec", "unschedulable").asBoolean()) {
            status += ",SchedulingDisabled";
        }
        TreeSet<String> roles = new TreeSet<>();
        Json.at(node, "metadata", "labels").properties().forEach(label -> {
            if (label.getKey().startsWith(ROLE) && label.getKey().length() > ROLE.length()) {
                roles.add(label.getKey().substring(ROLE.length()));
            } else if (label.getKey().equals("kubernetes.io/role") && !label.getValue().asText().isEmpty()) {
                roles.add(label.getValue().asText());
            }
        });
        JsonNode info = Json.at(node, "status", "nodeInfo");
        cells.add(Printers.name(node)).add(status).add(Printers.or(String.join(",", roles), "<none>")).add(Printers.age(node, now));
        cells.add(Json.text(info, "kubeletVersion")).add(address(node, "InternalIP")).add(address(node, "ExternalIP"));
        String arch = Json.text(info, "architecture");
        cells.add(Printers.or(Json.text(info, "osImage"), "<unknown>"));
        cells.add(Printers.or(Json.text(info, "kernelVersion"), "<unknown>") + (arch.isEmpty() ? "" : " (" + arch + ")"));
        cells.add(Printers.or(Json.text(info, "containerRuntimeVersion"), "<unknown>"));
    }

    private static String address(JsonNode node, String type) {
        return Json.at(node, "status", "addresses").valueStream().filter(one -> Json.text(one, "type").equals(type))
                .map(one -> Json.text(one, "address")).findFirst().orElse("<none>");
    }
}
