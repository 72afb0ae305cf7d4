package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The JSONPath of printer columns and scale paths: names, quoted names, indexes, wildcards and equality filters. */
final class JsonPath {
    private static final Pattern STEP = Pattern.compile(
            "\\.((?:[^.\\[\\\\]|\\\\.)+)|\\['((?:[^'\\\\]|\\\\.)*)'\\]|\\[(\\*|\\d+)\\]|\\[\\?\\(@\\.([\\w.]+)\\s*==\\s*[\"']([^\"']*)[\"']\\)\\]");

    private JsonPath() {}

    /** The first value at a path, or missing. */
    static JsonNode find(JsonNode root, String path) {
        List<JsonNode> found = List.of(root);
        Matcher step = STEP.matcher(path);
        int at = 0;
        while (at < path.length()) {
            if (!step.find(at) || step.start() != at) {
                return MissingNode.getInstance();
            }
            found = next(found, step);
            at = step.end();
        }
        return found.isEmpty() ? MissingNode.getInstance() : found.getFirst();
    }

    private static List<JsonNode> next(List<JsonNode> from, Matcher step) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode node : from) {
            if (step.group(1) != null || step.group(2) != null) {
                String name = (step.group(1) != null ? step.group(1) : step.group(2)).replaceAll("\\\\(.)", "$1");
                if (node.has(name)) {
                    found.add(node.get(name));
                }
            } else if (step.group(3) != null) {
                if (step.group(3).equals("*")) {
                    node.forEach(found::add);
                } else if (node.has(Integer.parseInt(step.group(3)))) {
                    found.add(node.get(Integer.parseInt(step.group(3))));
                }
            } else {
                node.valueStream().filter(one -> Json.text(one, step.group(4).split("\\.")).equals(step.group(5))).forEach(found::add);
            }
        }
        return found;
    }
}
