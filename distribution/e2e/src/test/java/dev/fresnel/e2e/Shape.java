package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a JSON object of an interface has at least: {@code name:STRING}, {@code since:NUMBER?} when it may be absent. */
final class Shape {
    private Shape() {}

    static void has(JsonNode object, String... members) {
        assertThat(object.isObject()).as("an object: %s", object).isTrue();
        var wrong = new ArrayList<String>();
        for (var member : members) {
            var name = member.substring(0, member.indexOf(':'));
            var type = member.substring(name.length() + 1).replace("?", "");
            var value = object.get(name);
            if (value == null ? !member.endsWith("?") : value.getNodeType() != JsonNodeType.valueOf(type)) {
                wrong.add(member + " is " + value);
            }
        }
        assertThat(wrong).as("members of %s", object).isEmpty();
    }

    /** Nothing but what the page says of this object. */
    private static void onlyPromised(JsonNode object, String name) {
        assertThat(object.propertyStream().map(java.util.Map.Entry::getKey)).isSubsetOf(InterfacesPage.members(name));
    }

    static List<String> texts(JsonNode array, String... path) {
        return array.valueStream().map(item -> Arrays.stream(path).reduce(item, JsonNode::path, (a, b) -> b).asText()).toList();
    }

    static JsonNode find(JsonNode array, String member, String value) {
        return array.valueStream()
                .filter(item -> item.path(member).asText().equals(value))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + member + " " + value + " in " + array));
    }

    static void cluster(JsonNode cluster) {
        has(cluster, "id:STRING", "name:STRING", "source:STRING", "state:STRING", "since:NUMBER", "version:STRING?", "detail:STRING?", "namespace:STRING?", "context:STRING?");
        onlyPromised(cluster, "Cluster");
        assertThat(cluster.path("source").asText()).isIn("demo", "kubeconfig", "in-cluster", "plugin");
        assertThat(cluster.path("state").asText()).isIn("up", "connecting", "down", "broken");
    }

    static void kind(JsonNode kind) {
        has(kind, "resource:STRING", "group:STRING", "version:STRING", "kind:STRING", "namespaced:BOOLEAN", "verbs:ARRAY", "shortNames:ARRAY", "categories:ARRAY", "custom:BOOLEAN");
        onlyPromised(kind, "Kind");
    }

    static void plugin(JsonNode plugin) {
        has(plugin, "id:STRING", "title:STRING", "summary:STRING", "version:STRING", "digest:STRING", "state:STRING", "reasons:ARRAY", "source:STRING", "restartNeeded:BOOLEAN");
        onlyPromised(plugin, "Plugin");
        assertThat(plugin.path("digest").asText()).matches("[0-9a-f]{64}");
        assertThat(plugin.path("state").asText()).isIn("STAGED", "STARTED", "PROBED", "SERVING", "DRAINING", "REFUSED");
    }

    static void found(JsonNode found) {
        has(found, "q:STRING", "results:ARRAY", "matched:NUMBER", "searched:NUMBER", "complete:BOOLEAN", "covered:OBJECT", "uncovered:ARRAY");
        found.path("results").forEach(result -> {
            has(result, "k:STRING", "cluster:STRING", "resource:STRING", "kind:STRING", "namespace:STRING?", "name:STRING", "uid:STRING", "state:STRING",
                    "reason:STRING?", "score:NUMBER", "why:STRING", "marks:ARRAY?");
            assertThat(result.path("why").asText()).isIn("name", "namespace", "label", "kind");
        });
        found.path("uncovered").forEach(one -> {
            has(one, "cluster:STRING", "resource:STRING", "why:STRING", "detail:STRING?");
            assertThat(one.path("why").asText()).isIn("not-watched", "loading", "forbidden", "partly", "unreachable");
        });
    }

    static void problem(JsonNode problem, int status, String code) {
        has(problem, "type:STRING", "status:NUMBER", "title:STRING", "detail:STRING", "code:STRING", "kind:STRING", "args:OBJECT");
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("code").asText()).isEqualTo(code);
    }
}
