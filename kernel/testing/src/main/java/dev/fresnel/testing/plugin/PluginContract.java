package dev.fresnel.testing.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fresnel.testing.Await;
import dev.fresnel.testing.Footprint;
import dev.fresnel.testing.Layout;
import dev.fresnel.testing.LogWatcher;
import dev.fresnel.testing.TestKernel;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every plugin has to keep, on the whole platform with the demo cluster: extend it and name the jar. The platform is the one that
 * {@code -Dfresnel.layout} names, or that of this source tree.
 */
@ExtendWith(LogWatcher.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class PluginContract {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int TIMES = 20;

    /** Markup, a script's address, control characters, text that runs backwards, a very long one. */
    private static final List<String> HOSTILE =
            List.of("<script>alert(1)</script>", "javascript:alert(1)", "\u001b[31mred\u001b[0m", "\u202egnp.exe", "x".repeat(200_000), "${jndi:ldap://x}", "{{7*7}}", "'\"\\");

    private TestKernel kernel;
    private String id;
    private JsonNode plugin;

    /** The plugin's bundle. */
    protected abstract Path jar();

    /** Other bundles that it needs, besides the demo cluster. */
    protected List<Path> others() {
        return List.of();
    }

    /** What people do with it while it serves, and leave open when it goes; called several times. */
    protected void use(TestKernel serving) {}

    @BeforeAll
    void start() throws IOException {
        id = Layout.pluginId(jar());
        plugin = json("plugin.json");
        var jars = new ArrayList<>(others());
        jars.add(Layout.desktop().plugin("demo-cluster"));
        kernel = TestKernel.of(Layout.desktop()).with("fresnel.demo", "true").jars(jars).start();
        Await.until("the demo cluster is up", () -> kernel.http().get("/k8s/demo/version").statusCode() == 200);
        hostileObjects();
    }

    @AfterAll
    void stop() {
        kernel.close();
    }

    private JsonNode json(String path) throws IOException {
        try (var file = new JarFile(jar().toFile())) {
            var entry = file.getEntry(path);
            assertThat(entry).as(path + " in " + jar()).isNotNull();
            return MAPPER.readTree(file.getInputStream(entry));
        }
    }

    private void hostileObjects() {
        for (int i = 0; i < HOSTILE.size(); i++) {
            var map = MAPPER.createObjectNode();
            map.put("apiVersion", "v1").put("kind", "ConfigMap").putObject("metadata").put("name", "hostile-" + i).putObject("annotations").put("note", HOSTILE.get(i));
            map.putObject("data").put("value", HOSTILE.get(i));
            var pod = MAPPER.createObjectNode();
            pod.put("apiVersion", "v1").put("kind", "Pod").putObject("metadata").put("name", "hostile-" + i).putObject("annotations").put("note", HOSTILE.get(i));
            pod.putObject("spec").putArray("containers").addObject().put("name", "c").put("image", HOSTILE.get(i).substring(0, Math.min(200, HOSTILE.get(i).length())));
            for (var object : List.of(map, pod)) {
                String kind = object == map ? "configmaps" : "pods";
                kernel.http().send("POST", "/k8s/demo/api/v1/namespaces/default/" + kind, object.toString(), "Content-Type", "application/json");
            }
        }
    }

    @Test
    void saysWhatItAddsAndAsksFor() {
        assertThat(plugin.path("contract").asInt()).isEqualTo(1);
        assertThat(plugin.path("id").asText()).isEqualTo(id);
    }

    @Test
    void speaksEachLanguageWhole() throws IOException {
        if (plugin.path("languages").isEmpty()) {
            return;
        }
        assertThat(keys(json("messages/ja.json"))).isEqualTo(keys(json("messages/en.json")));
    }

    private static TreeSet<String> keys(JsonNode messages) {
        var keys = new TreeSet<String>();
        for (Iterator<String> names = messages.fieldNames(); names.hasNext(); ) {
            keys.add(names.next());
        }
        return keys;
    }

    /** As the local user, as one whose token nobody knows, for a cluster that is not there: no answer is a bug. */
    @Test
    void answersEverybodyWithoutABug() {
        kernel.install(jar());
        try {
            for (JsonNode endpoint : plugin.path("endpoints")) {
                if (endpoint.path("method").asText().equals("GET") && !endpoint.path("path").asText().contains("{")) {
                    String path = "/api/v1/plugins/" + id + endpoint.path("path").asText().replace("/*", "/x");
                    sound(kernel.http().get(path + "?cluster=demo"));
                    sound(kernel.http().get(path));
                    sound(kernel.http().get(path + "?cluster=none"));
                    HttpResponse<String> stranger = sound(kernel.http().get(path + "?cluster=demo", "Authorization", "Bearer nobody-knows-me"));
                    assertThat(stranger.body()).as("a stranger is told nothing").doesNotContain("\"known\"");
                }
            }
            for (String computed : List.of("graph", "findings")) {
                sound(kernel.http().get("/api/v1/" + computed + "?cluster=demo"));
                sound(kernel.http().get("/api/v1/" + computed + "?cluster=demo&namespace=default"));
            }
            sound(kernel.http().get("/api/v1/details?cluster=demo&resource=pods&namespace=default&name=hostile-0"));
            sound(kernel.http().get("/api/v1/actions?cluster=demo&resource=pods&namespace=default"));
        } finally {
            kernel.remove(id);
        }
    }

    private static HttpResponse<String> sound(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.request().uri() + " " + answer.body()).isNotEqualTo(500);
        return answer;
    }

    @Test
    void comesAndGoesAndLeavesNothing() {
        var footprints = new ArrayList<Footprint>();
        for (int i = 0; i < TIMES; i++) {
            kernel.install(jar());
            footprints.add(kernel.footprint(id));
            if (i % 5 == 4) {
                plugin.path("endpoints").forEach(endpoint -> kernel.http().get("/api/v1/plugins/" + id + endpoint.path("path").asText() + "?cluster=demo"));
                kernel.http().get("/api/v1/graph?cluster=demo");
                kernel.http().get("/api/v1/findings?cluster=demo");
                use(kernel);
            }
            kernel.remove(id);
        }
        footprints.forEach(Footprint::assertGone);
        footprints.getLast().assertForgotten();
    }
}
