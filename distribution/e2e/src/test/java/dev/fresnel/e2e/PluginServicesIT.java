package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fresnel.e2e.scaling.ScaleAction;
import dev.fresnel.testing.Await;
import dev.fresnel.testing.Layout;
import dev.fresnel.testing.LogWatcher;
import dev.fresnel.testing.TestHttp;
import dev.fresnel.testing.TestKernel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Holds §6 of {@code kernel/docs/interfaces.md}, what plugins offer, against the platform with a plugin that offers one of each. */
@ExtendWith(LogWatcher.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PluginServicesIT {
    private static final String WORDS = "{\"scale\":\"Scale\",\"greeting\":\"Greeting\"}";

    private TestKernel kernel;
    private TestHttp http;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Layout layout = Layout.desktop();
        Path scaling = PluginJar.described(ScaleAction.class.getPackageName(), folder, Map.of("messages/en.json", WORDS, "messages/ja.json", WORDS));
        Path template = Layout.root().resolve("plugins/template/target/template-0.1.0-SNAPSHOT.jar");
        kernel = TestKernel.of(layout).with("fresnel.demo", "true").jars(List.of(layout.plugin("demo-cluster"), layout.plugin("resources"), scaling, template)).start();
        http = kernel.http();
        Await.until("the demo cluster is up", () -> http.get("/k8s/demo/version").statusCode() == 200);
    }

    @AfterAll
    void stop() {
        kernel.close();
    }

    private JsonNode post(String path, String body) {
        var answer = http.send("POST", path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return TestHttp.parse(answer.body());
    }

    @Test
    void conditionsAreJudgedForTheCaller() {
        JsonNode holds = post("/api/v1/access?cluster=demo", "{\"conditions\":[\"can:list:pods\",\"kind:apps/Deployment@v1\",\"can:list:nothing\"]}").path("holds");
        assertThat(holds.path("can:list:pods").asBoolean() && holds.path("kind:apps/Deployment@v1").asBoolean()).isTrue();
        assertThat(holds.path("can:list:nothing").asBoolean(true)).isFalse();
        assertThat(http.send("POST", "/api/v1/access?cluster=demo", "{\"conditions\":[\"moon:full\"]}").body()).contains("CONDITION_UNREADABLE");
    }

    @Test
    void anActionIsShownThenDone() {
        JsonNode action = http.json("/api/v1/actions?cluster=demo&resource=deployments.apps&namespace=default").path("actions").path(0);
        Shape.has(action, "plugin:STRING", "id:STRING", "title:STRING", "level:STRING", "most:NUMBER", "fields:ARRAY", "missing:ARRAY");
        assertThat(action.path("missing")).isEmpty();
        JsonNode deployment = http.json("/k8s/demo/apis/apps/v1/deployments?limit=1").path("items").path(0);
        String name = deployment.at("/metadata/name").asText();
        String namespace = deployment.at("/metadata/namespace").asText();
        int wanted = deployment.at("/spec/replicas").asInt() == 3 ? 4 : 3;
        String asked = "{\"resource\":\"deployments.apps\",\"objects\":[{\"namespace\":\"" + namespace + "\",\"name\":\"" + name + "\"}],\"input\":{\"replicas\":" + wanted + "}";
        JsonNode shown = post("/api/v1/actions/scaling/scale?cluster=demo", asked + "}");
        assertThat(shown.at("/changes/0/differences").toString()).contains("/spec/replicas");
        String path = "/k8s/demo/apis/apps/v1/namespaces/" + namespace + "/deployments/" + name;
        assertThat(http.json(path).at("/spec/replicas").asInt()).as("a preview changes nothing").isEqualTo(deployment.at("/spec/replicas").asInt());
        assertThat(post("/api/v1/actions/scaling/scale?cluster=demo", asked + ",\"plan\":\"" + shown.path("plan").asText() + "\"}").path("state").asText()).isEqualTo("done");
        assertThat(http.json(path).at("/spec/replicas").asInt()).isEqualTo(wanted);
    }

    @Test
    void aToolSpeaksWithTheWordsOfItsSettings() {
        assertThat(http.json("/api/v1/tools").path("tools").toString()).contains("\"id\":\"greet\"");
        assertThat(post("/api/v1/tools/scaling/greet?cluster=demo", "{\"name\":\"Ann\"}").path("text").asText()).isEqualTo("Hello, Ann");
        JsonNode settings = http.json("/api/v1/settings").path("settings").path(0);
        Shape.has(settings, "plugin:STRING", "id:STRING", "title:STRING", "scope:STRING", "schema:NUMBER", "editable:BOOLEAN", "fields:ARRAY", "values:OBJECT");
        assertThat(http.send("PUT", "/api/v1/settings/scaling/greeting", "{\"word\":\"Moin\"}").statusCode()).isEqualTo(204);
        JsonNode greeted = post("/api/v1/tools/scaling/greet?cluster=demo", "{\"name\":\"Ann\"}");
        assertThat(greeted.path("text").asText()).isEqualTo("Moin, Ann");
        assertThat(greeted.path("times").asInt()).isGreaterThan(1);
        assertThat(http.send("PUT", "/api/v1/settings/scaling/greeting", "{\"word\":\"" + "x".repeat(30) + "\"}").body()).contains("FORM_UNFIT");
        assertThat(http.send("POST", "/api/v1/tools/scaling/greet?cluster=demo", "{}").body()).contains("name is missing");
    }

    @Test
    void theGraphHasWhatAllSourcesSay() {
        JsonNode graph = Await.value("edges are known", () -> Optional.of(http.json("/api/v1/graph?cluster=demo").path("known")).filter(known -> !known.path("edges").isEmpty()));
        JsonNode edge = graph.path("edges").path(0);
        assertThat(graph.path("nodes").path(edge.path("from").asInt()).at("/ref/resource").asText()).isEqualTo("nodes");
        assertThat(graph.path("nodes").path(edge.path("to").asInt()).at("/ref/resource").asText()).isEqualTo("pods");
    }

    @Test
    void findingsRelationsSectionsAndCharts() {
        assertThat(http.json("/api/v1/findings?cluster=demo").path("known").isArray()).isTrue();
        JsonNode pod = http.json("/k8s/demo/api/v1/pods?limit=1&fieldSelector=status.phase%3DRunning").path("items").path(0);
        JsonNode details = http.json("/api/v1/details?cluster=demo&resource=pods&namespace=" + pod.at("/metadata/namespace").asText() + "&name=" + pod.at("/metadata/name").asText());
        assertThat(ofScaling(details.path("relations")).at("/to/name").asText()).isEqualTo(pod.at("/spec/nodeName").asText());
        assertThat(ofScaling(details.path("sections")).at("/facts/0/value").asText()).isEqualTo(pod.at("/status/phase").asText());
        assertThat(http.json("/api/v1/charts?resource=pods").at("/charts/0/id").asText()).isEqualTo("cpu");
        assertThat(http.get("/api/v1/charts/scaling/cpu?cluster=demo&name=x").body()).contains("CHART_NO_SOURCE");
    }

    /** Other plugins say something about pods too. */
    private static JsonNode ofScaling(JsonNode said) {
        return StreamSupport.stream(said.spliterator(), false).filter(one -> one.path("plugin").asText().equals("scaling")).findFirst().orElseThrow(() -> new AssertionError(said));
    }
}
