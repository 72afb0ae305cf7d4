package dev.fresnel.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fresnel.testing.TestHttp;
import java.util.ArrayList;
import java.util.List;

/** Actions of the plugin {@code resources}, asked for as the page asks. */
record Deeds(TestHttp http, String cluster) {
    /** What an action said while it was carried out, in order. */
    record Lines(List<JsonNode> all) {
        String last() {
            return all.getLast().path("state").asText();
        }

        @Override
        public String toString() {
            return all.toString();
        }
    }

    JsonNode offered(String resource, String namespace, String id) {
        for (JsonNode one : http.json("/api/v1/actions?cluster=" + cluster + "&resource=" + resource + "&namespace=" + namespace).path("actions")) {
            if (one.path("plugin").asText().equals("resources") && one.path("id").asText().equals(id)) {
                return one;
            }
        }
        throw new AssertionError("no action " + id + " for " + resource);
    }

    static String body(String resource, String namespace, String name, String input) {
        return "{\"resource\":\"" + resource + "\",\"objects\":[{\"namespace\":\"" + namespace + "\",\"name\":\"" + name + "\"}],\"input\":" + input + "}";
    }

    String path(String id) {
        return "/api/v1/actions/resources/" + id + "?cluster=" + cluster;
    }

    JsonNode preview(String id, String body) {
        var answer = http.send("POST", path(id), body);
        return TestHttp.parse(answer.body());
    }

    /** The body that carries out what a preview showed. */
    static String carriedOut(String body, JsonNode preview) {
        return body.substring(0, body.length() - 1) + ",\"plan\":\"" + preview.path("plan").asText() + "\",\"at\":" + preview.path("at").asLong() + "}";
    }

    Lines apply(String id, String body) {
        JsonNode shown = preview(id, body);
        if (!shown.has("plan")) {
            throw new AssertionError(id + " cannot be planned: " + shown);
        }
        var lines = new ArrayList<JsonNode>();
        var answer = http.send("POST", path(id), carriedOut(body, shown));
        if (answer.statusCode() != 200) {
            throw new AssertionError(id + " is refused: " + answer.body());
        }
        answer.body().lines().filter(line -> !line.isBlank()).map(TestHttp::parse).forEach(lines::add);
        return new Lines(lines);
    }
}
