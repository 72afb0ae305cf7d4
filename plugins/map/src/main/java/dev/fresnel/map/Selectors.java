package dev.fresnel.map;

import dev.fresnel.api.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Label selectors of Kubernetes objects in the words of {@code kubectl -l}. */
final class Selectors {
    private Selectors() {}

    /** {@code {app: web}} as Services have it. */
    static String equal(Json labels) {
        return labels.names().stream().map(key -> key + "=" + labels.get(key).text()).collect(Collectors.joining(","));
    }

    /** {@code matchLabels} and {@code matchExpressions}. */
    static String of(Json selector) {
        List<String> terms = new ArrayList<>();
        String labels = equal(selector.get("matchLabels"));
        if (!labels.isEmpty()) {
            terms.add(labels);
        }
        for (Json expression : selector.get("matchExpressions").items()) {
            String key = expression.get("key").text();
            String values = expression.get("values").items().stream().map(Json::text).collect(Collectors.joining(","));
            switch (expression.get("operator").text()) {
                case "In" -> terms.add(key + " in (" + values + ")");
                case "NotIn" -> terms.add(key + " notin (" + values + ")");
                case "Exists" -> terms.add(key);
                case "DoesNotExist" -> terms.add("!" + key);
                default -> {
                    // nothing that a Kubernetes selector knows
                }
            }
        }
        return String.join(",", terms);
    }
}
