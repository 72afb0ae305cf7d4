package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fresnel.testing.Await;
import dev.fresnel.testing.Layout;
import dev.fresnel.testing.TestHttp;
import dev.fresnel.testing.TestKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds {@code kernel/docs/interfaces.md} against the running server: what the page promises is there, under the names that it uses. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InterfacesIT {
    private static final Pattern GET = Pattern.compile("^\\| `GET (/[^`]*)` \\|");
    private static final Map<String, String> EXAMPLES = Map.of("{id}", "demo");

    private TestKernel kernel;
    private String page = "";

    @BeforeAll
    void start() throws IOException {
        page = Files.readString(Layout.root().resolve("kernel/docs/interfaces.md"));
        kernel = TestKernel.of(Layout.desktop()).plugins("demo-cluster", "resources").start();
        Await.until("the demo cluster answers, which begins with being asked", () -> kernel.http().get("/k8s/demo/version").statusCode() == 200);
        Await.until("the demo cluster is up", () -> clusters().path(0).path("state").asText().equals("up"));
    }

    @AfterAll
    void stop() {
        kernel.close();
    }

    private JsonNode clusters() {
        return kernel.http().json("/api/v1/clusters").path("clusters");
    }

    /** Paths of the table in §2 that answer JSON. */
    private Stream<String> jsonPaths() {
        var paths = page.lines().map(GET::matcher).filter(matcher -> matcher.find()).map(matcher -> matcher.group(1)).filter(path -> path.startsWith("/api/v1/") && !path.contains("…") || path.equals("/healthz") || path.equals("/readyz"));
        return paths.map(path -> EXAMPLES.entrySet().stream().reduce(path, (p, e) -> p.replace(e.getKey(), e.getValue()), (a, b) -> a)).distinct();
    }

    @Test
    void thePageNamesPaths() {
        assertThat(jsonPaths()).contains("/healthz", "/readyz", "/api/v1/me", "/api/v1/clusters", "/api/v1/clusters/demo/kinds", "/api/v1/plugins", "/api/v1/insight");
    }

    @ParameterizedTest
    @MethodSource("jsonPaths")
    void aPromisedPathAnswersJson(String path) {
        var answer = kernel.http().get(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
        assertThat(TestHttp.parse(answer.body()).isObject()).isTrue();
    }

    @Test
    void healthAndReadiness() {
        assertThat(kernel.http().json("/healthz").path("status").asText()).isEqualTo("up");
        var ready = kernel.http().json("/readyz");
        assertThat(ready.path("ready").asBoolean()).isTrue();
        assertThat(ready.path("components").isArray()).isTrue();
        assertThat(ready.path("components")).allSatisfy(component -> assertThat(names(component)).contains("name", "up"));
    }

    @Test
    void objectsHaveThePromisedMembers() {
        assertThat(names(clusters().get(0))).isSubsetOf(promised("Cluster")).contains("id", "name", "source", "state", "since");
        var plugins = kernel.http().json("/api/v1/plugins");
        assertThat(names(plugins)).containsExactlyInAnyOrder("epoch", "plugins");
        assertThat(plugins.path("plugins")).hasSize(2).allSatisfy(plugin -> assertThat(names(plugin)).isSubsetOf(promised("Plugin")).contains("id", "title", "version", "digest", "state", "source"));
        var kinds = kernel.http().json("/api/v1/clusters/demo/kinds");
        assertThat(names(kinds)).contains("kinds");
        assertThat(kinds.path("kinds")).isNotEmpty().allSatisfy(kind -> assertThat(names(kind)).isSubsetOf(promised("Kind")).contains("resource", "group", "version", "kind", "namespaced", "verbs"));
        assertThat(names(kernel.http().json("/api/v1/me"))).contains("name", "door");
    }

    @Test
    void errorsAreProblems() {
        var answer = kernel.http().get("/api/v1/nothing");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(names(TestHttp.parse(answer.body()))).containsExactlyInAnyOrder("type", "status", "title", "detail", "code", "kind", "args");
    }

    @Test
    void metricsArePrometheusText() {
        var answer = kernel.http().get("/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().lines().filter(line -> !line.startsWith("#"))).isNotEmpty().allMatch(line -> line.matches("[a-z_:][a-z0-9_:]*(\\{.*})? [-+0-9.eEaIfNn]+"));
    }

    @Test
    void ticketsAndTheKubernetesApi() {
        assertThat(TestHttp.parse(kernel.http().send("POST", "/api/v1/live/ticket", "").body()).path("ticket").asText()).isNotEmpty();
        assertThat(kernel.http().json("/k8s/demo/version").path("gitVersion").asText()).startsWith("v1.");
    }

    /** The member names of the example {@code `Name`: `{…}`} on the page. */
    private List<String> promised(String name) {
        var start = page.indexOf("`" + name + "`: `{");
        assertThat(start).as(name + " on the page").isNotNegative();
        var example = page.substring(start + name.length() + 5, page.indexOf('`', start + name.length() + 6));
        var names = new ArrayList<String>();
        var member = Pattern.compile("\"([A-Za-z]+)\":").matcher(example);
        while (member.find()) {
            names.add(member.group(1));
        }
        return names;
    }

    private static TreeSet<String> names(JsonNode object) {
        var names = new TreeSet<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
