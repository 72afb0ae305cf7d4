package dev.fresnel.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Pods as an API server keeps them: made, run at once, found by labels, deleted. */
final class FakePods {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern POD = Pattern.compile("/api/v1/namespaces/([^/]+)/pods/([^/]+)");
    private static final Pattern MADE = Pattern.compile("/api/v1/namespaces/([^/]+)/pods");

    private final Map<String, JsonNode> pods = new TreeMap<>();

    synchronized Set<String> names() {
        return new TreeSet<>(pods.keySet());
    }

    synchronized boolean knows(String method, String path) {
        var pod = POD.matcher(path);
        return switch (method) {
            case "POST" -> MADE.matcher(path).matches();
            case "GET" -> path.equals("/api/v1/pods") || pod.matches() && pods.containsKey(pod.group(1) + "/" + pod.group(2));
            case "DELETE" -> pod.matches() && pods.containsKey(pod.group(1) + "/" + pod.group(2));
            default -> false;
        };
    }

    synchronized String answer(String method, String target, byte[] body) throws IOException {
        String path = target.replaceAll("\\?.*", "");
        var pod = POD.matcher(path);
        if (method.equals("POST")) {
            var made = (ObjectNode) MAPPER.readTree(body);
            made.putObject("status").put("phase", "Running");
            pods.put(made.at("/metadata/namespace").asText() + "/" + made.at("/metadata/name").asText(), made);
            return made.toString();
        }
        if (pod.matches()) {
            String name = pod.group(1) + "/" + pod.group(2);
            return String.valueOf(method.equals("DELETE") ? pods.remove(name) : pods.get(name));
        }
        var list = MAPPER.createObjectNode();
        var items = list.putArray("items");
        pods.values().stream().filter(one -> chosen(one.at("/metadata/labels"), selector(target))).forEach(items::add);
        return list.toString();
    }

    private static String selector(String target) {
        int at = target.indexOf("labelSelector=");
        return at < 0 ? "" : URLDecoder.decode(target.substring(at + "labelSelector=".length()).replaceAll("&.*", ""), StandardCharsets.UTF_8);
    }

    private static boolean chosen(JsonNode labels, String selector) {
        for (String term : selector.isEmpty() ? new String[0] : selector.split(",")) {
            boolean not = term.contains("!=");
            String[] pair = term.split("!?=");
            if (labels.path(pair[0]).asText().equals(pair[1]) == not) {
                return false;
            }
        }
        return true;
    }
}
