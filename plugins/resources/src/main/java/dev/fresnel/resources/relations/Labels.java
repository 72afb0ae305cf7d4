package dev.fresnel.resources.relations;

import dev.fresnel.api.json.Json;
import java.util.HashMap;
import java.util.Map;

/** Whether a selector of a manifest chooses labels. */
final class Labels {
    private Labels() {}

    /** A {@code LabelSelector}; an empty one chooses everything, an absent one nothing. */
    static boolean chosen(Json selector, Map<String, String> labels) {
        if (!selector.present()) {
            return false;
        }
        return all(selector.get("matchLabels"), labels) && selector.get("matchExpressions").items().stream().allMatch(one -> holds(one, labels));
    }

    /** Plain names and values, as of a Service; nothing is chosen by none. */
    static boolean carried(Json wanted, Map<String, String> labels) {
        return !wanted.names().isEmpty() && all(wanted, labels);
    }

    static Map<String, String> of(Json json) {
        Map<String, String> labels = new HashMap<>();
        json.names().forEach(name -> labels.put(name, json.get(name).text()));
        return labels;
    }

    private static boolean all(Json wanted, Map<String, String> labels) {
        return wanted.names().stream().allMatch(name -> wanted.get(name).text().equals(labels.get(name)));
    }

    private static boolean holds(Json expression, Map<String, String> labels) {
        String value = labels.get(expression.get("key").text());
        boolean among = expression.get("values").items().stream().anyMatch(one -> one.text().equals(value));
        return switch (expression.get("operator").text()) {
            case "In" -> value != null && among;
            case "NotIn" -> value == null || !among;
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> false;
        };
    }
}
