package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The row of a HorizontalPodAutoscaler. */
final class AutoscalerCells {
    private static final int SHOWN = 2;

    private AutoscalerCells() {}

    static void fill(ArrayNode cells, JsonNode it, Instant now) {
        JsonNode target = Json.at(it, "spec", "scaleTargetRef");
        cells.add(Printers.name(it)).add(Json.text(target, "kind") + "/" + Json.text(target, "name")).add(metrics(it));
        cells.add(Printers.or(Json.text(it, "spec", "minReplicas"), "<unset>")).add(Printers.number(it, "spec", "maxReplicas"));
        cells.add(Printers.number(it, "status", "currentReplicas")).add(Printers.age(it, now));
    }

    private static String metrics(JsonNode it) {
        JsonNode specs = Json.at(it, "spec", "metrics");
        if (specs.isEmpty()) {
            return "<none>";
        }
        List<String> all = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            all.add(metric(specs.get(i), Json.at(it, "status", "currentMetrics").path(i)));
        }
        return all.size() <= SHOWN ? String.join(", ", all)
                : String.join(", ", all.subList(0, SHOWN)) + " + " + (all.size() - SHOWN) + " more...";
    }

    private static String metric(JsonNode spec, JsonNode status) {
        String type = Json.text(spec, "type");
        String field = type.isEmpty() ? "" : type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1);
        JsonNode target = Json.at(spec, field, "target");
        JsonNode current = Json.at(status, field, "current");
        String average = Json.text(target, "averageValue");
        return switch (type) {
            case "External", "Object" -> average.isEmpty()
                    ? Printers.or(Json.text(current, "value"), "<unknown>") + "/" + Json.text(target, "value")
                    : Printers.or(Json.text(current, "averageValue"), "<unknown>") + "/" + average + " (avg)";
            case "Pods" -> Printers.or(Json.text(current, "averageValue"), "<unknown>") + "/" + average;
            case "Resource", "ContainerResource" -> Json.text(spec, field, "name") + ": " + (average.isEmpty()
                    ? percent(current, "<unknown>") + "/" + percent(target, "<auto>")
                    : Printers.or(Json.text(current, "averageValue"), "<unknown>") + "/" + average);
            default -> "<unknown type>";
        };
    }

    private static String percent(JsonNode value, String otherwise) {
        return value.has("averageUtilization") ? value.path("averageUtilization").asInt() + "%" : otherwise;
    }
}
