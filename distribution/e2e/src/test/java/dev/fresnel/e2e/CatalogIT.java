package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fresnel.testing.Await;
import dev.fresnel.testing.Layout;
import dev.fresnel.testing.LogWatcher;
import dev.fresnel.testing.TestHttp;
import dev.fresnel.testing.TestKernel;
import dev.fresnel.testing.Variant;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** §6 of the interfaces page on the whole platform, over HTTP. */
@ExtendWith(LogWatcher.class)
class CatalogIT {
    private final Layout layout = Layout.desktop();
    private TestKernel kernel;

    @TempDir
    Path folder;

    @BeforeEach
    void start() {
        kernel = TestKernel.of(layout).plugins("resources").start();
    }

    @AfterEach
    void stop() {
        kernel.close();
    }

    private JsonNode post(String path, String body, int status) {
        var answer = kernel.http().send("POST", path, body, "Content-Type", "application/json");
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(status);
        return TestHttp.parse(answer.body());
    }

    private JsonNode change(String wish) {
        Await.until("written down", () -> !kernel.http().json("/api/v1/catalog/operations").toString().contains("RUNNING"));
        var plan = post("/api/v1/catalog/plans", "{\"changes\":[" + wish + "]}", 201);
        assertThat(plan.path("ok").asBoolean()).as(plan.toString()).isTrue();
        var operation = post("/api/v1/catalog/plans/" + plan.path("id").asText() + "/apply", "{\"consent\":[]}", 202).path("id").asText();
        Await.until("it ends", () -> !kernel.http().json("/api/v1/catalog/operations/" + operation).path("state").asText().equals("RUNNING"));
        return kernel.http().json("/api/v1/catalog/operations/" + operation);
    }

    private void upload(Path jar) throws Exception {
        var request = HttpRequest.newBuilder(kernel.http().uri("/api/v1/catalog/upload?name=" + jar.getFileName())).POST(HttpRequest.BodyPublishers.ofFile(jar)).build();
        var answer = kernel.http().client().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    @Test
    void aPluginIsUploadedInstalledReplacedRolledBackAndRemoved() throws Exception {
        upload(layout.plugin("demo-cluster"));
        assertThat(change("{\"action\":\"install\",\"id\":\"demo-cluster\"}").path("state").asText()).isEqualTo("COMMITTED");
        Await.until("it serves", () -> kernel.http().get("/k8s/demo/version").statusCode() == 200);
        var first = kernel.serving("demo-cluster").orElseThrow();
        upload(Variant.of(layout.plugin("demo-cluster"), folder, 1));
        var next = kernel.http().json("/api/v1/catalog/demo-cluster").path("versions").findValuesAsText("digest").stream().filter(digest -> !digest.equals(first)).findFirst().orElseThrow();
        assertThat(change("{\"action\":\"update\",\"id\":\"demo-cluster\",\"digest\":\"" + next + "\"}").path("state").asText()).isEqualTo("COMMITTED");
        assertThat(kernel.serving("demo-cluster")).contains(next);
        assertThat(change("{\"action\":\"rollback\",\"id\":\"demo-cluster\"}").path("state").asText()).isEqualTo("COMMITTED");
        assertThat(kernel.serving("demo-cluster")).contains(first);
        assertThat(change("{\"action\":\"remove\",\"id\":\"demo-cluster\"}").path("state").asText()).isEqualTo("COMMITTED");
        assertThat(kernel.serving("demo-cluster")).isEmpty();
        assertThat(kernel.http().json("/api/v1/catalog/history").path("events").findValuesAsText("result")).contains("committed");
    }

    /** Felix Gogo, unmodified, on the whole platform: reachable over the admin's endpoint alone. */
    @Test
    void aShellThatIsDroppedInAnswersItsAdmin() throws Exception {
        var jars = Layout.root().resolve("catalog/service/target/third-party");
        assumeTrue(Files.isDirectory(jars), "the bundles of others are fetched when catalog/service is tested");
        assertThat(post("/api/v1/insight/shell", "{\"command\":\"lb\"}", 404).path("code").asText()).isEqualTo("SHELL_MISSING");
        for (var name : new String[] {"org.apache.felix.gogo.runtime-1.1.6.jar", "org.apache.felix.gogo.command-1.1.2.jar", "org.apache.felix.gogo.shell-1.1.4.jar"}) {
            kernel.drop(jars.resolve(name), name);
        }
        Await.until("they serve", () -> kernel.serving("org-apache-felix-gogo-command@1.1.2").isPresent());
        Await.until("it answers", () -> post("/api/v1/insight/shell", "{\"command\":\"lb\"}", 200).path("result").asText().contains("Fresnel catalog-service"));
        assertThat(post("/api/v1/insight/shell", "{\"command\":\"nonsense\"}", 200).path("error").asText()).contains("nonsense");
    }

    @Test
    void everyPathOfTheCatalogAnswers() {
        var items = kernel.http().json("/api/v1/catalog").path("entries");
        assertThat(items.findValuesAsText("id")).contains("resources");
        var resources = kernel.http().json("/api/v1/catalog/resources");
        assertThat(resources.path("installed").path("state").asText()).isEqualTo("SERVING");
        assertThat(resources.path("compatible").asBoolean()).as(resources.toString()).isTrue();
        assertThat(kernel.http().get("/api/v1/catalog/nobody").statusCode()).isEqualTo(404);
        assertThat(kernel.http().json("/api/v1/catalog/sources").path("sources").findValuesAsText("name")).contains("folder", "upload");
        assertThat(kernel.http().json("/api/v1/catalog/settings").path("policy").asText()).isEqualTo("manual");
        assertThat(kernel.http().json("/api/v1/catalog/operations").path("operations").isArray()).isTrue();
        assertThat(kernel.http().send("POST", "/api/v1/catalog/refresh", "").statusCode()).isEqualTo(202);
        var wrong = kernel.http().send("PUT", "/api/v1/catalog/settings", "{\"policy\":\"daring\",\"checkEvery\":60}", "Content-Type", "application/json");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(post("/api/v1/catalog/plans", "{\"changes\":[{\"action\":\"explode\",\"id\":\"resources\"}]}", 400).path("code").asText()).isEqualTo("PLAN_INVALID");
    }
}
