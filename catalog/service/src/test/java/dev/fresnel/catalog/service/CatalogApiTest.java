package dev.fresnel.catalog.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.http.Method;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.switchboard.PluginJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** §6 of the interfaces page, over a real Felix. */
class CatalogApiTest {
    @TempDir
    Path home;

    private Desktop desktop;

    @BeforeEach
    void open() throws Exception {
        desktop = new Desktop(home).start();
        desktop.await("ready", () -> desktop.catalog.waitsFor().isEmpty());
    }

    @AfterEach
    void close() throws Exception {
        desktop.close();
    }

    @Test
    void anUploadIsPlannedAppliedUpdatedRolledBackAndRemoved() throws Exception {
        assertThat(desktop.upload(desktop.jar("hello", "1.0.0", "1"))).isEqualTo("hello");
        assertThat(desktop.answer("hello")).as("an upload alone changes nothing").isEmpty();
        var item = desktop.get("/api/v1/catalog/hello").body();
        assertThat(item.path("compatible").asBoolean()).as(item.toString()).isTrue();
        assertThat(item.path("trust").path("state").asText()).isEqualTo("unsigned");
        assertThat(item.has("installed")).isFalse();
        var plan = desktop.plan("{\"action\":\"install\",\"id\":\"hello\"}").body();
        assertThat(plan.path("changes").get(0).path("to").path("version").asText()).isEqualTo("1.0.0");
        assertThat(desktop.installed()).as("a plan installs nothing").isZero();
        assertThat(desktop.apply(plan.path("id").asText()).path("state").asText()).isEqualTo("COMMITTED");
        assertThat(desktop.answer("hello")).isEqualTo("1");
        desktop.upload(desktop.jar("hello", "1.1.0", "2"));
        item = desktop.get("/api/v1/catalog/hello").body();
        assertThat(item.path("update").path("version").asText()).isEqualTo("1.1.0");
        assertThat(desktop.change("{\"action\":\"update\",\"id\":\"hello\"}").path("state").asText()).isEqualTo("COMMITTED");
        assertThat(desktop.answer("hello")).isEqualTo("2");
        assertThat(desktop.change("{\"action\":\"rollback\",\"id\":\"hello\"}").path("state").asText()).isEqualTo("COMMITTED");
        assertThat(desktop.answer("hello")).isEqualTo("1");
        assertThat(desktop.get("/api/v1/catalog/hello").body().path("installed").path("hold").asBoolean()).isTrue();
        desktop.restart();
        desktop.await("the last good set serves without any source", () -> desktop.answer("hello").equals("1"));
        assertThat(desktop.change("{\"action\":\"remove\",\"id\":\"hello\"}").path("state").asText()).isEqualTo("COMMITTED");
        desktop.await("gone", () -> desktop.installed() == 0);
        assertThat(desktop.get("/api/v1/catalog/history").body().path("events").findValuesAsText("what"))
                .containsExactly("remove hello 1.0.0 → nothing", "rollback hello 1.1.0 → 1.0.0", "update hello 1.0.0 → 1.1.0", "install hello 1.0.0");
        assertThat(desktop.audit).extracting(Audit.Line::action).contains("plugin.upload", "plugin.install", "plugin.update", "plugin.rollback", "plugin.remove");
    }

    /** On a desktop whoever uploads owns the machine. */
    @Test
    void whereManyPeopleAreServedAnUploadNeedsSomebodyToVouch() throws Exception {
        desktop.catalog.close();
        desktop.inCluster = true;
        desktop.start();
        desktop.await("ready", () -> desktop.catalog.waitsFor().isEmpty());
        desktop.upload(desktop.jar("hello", "1.0.0", "1"));
        assertThat(desktop.get("/api/v1/catalog/hello").body().path("trust").path("state").asText()).isEqualTo("refused");
        var plan = desktop.plan("{\"action\":\"install\",\"id\":\"hello\"}").body();
        assertThat(plan.path("ok").asBoolean()).isFalse();
        assertThat(plan.path("reasons").toString()).contains("not signed");
    }

    @Test
    void aPlanSaysWhatDoesNotFitBeforeAnythingChanges() throws Exception {
        desktop.upload(PluginJar.of("graph").header("Import-Package", "dev.fresnel.api.http;version='[7,8)',dev.fresnel.api.nothing").build(home));
        var item = desktop.get("/api/v1/catalog/graph").body();
        assertThat(item.path("compatible").asBoolean()).isFalse();
        assertThat(item.path("reasons").toString()).contains("needs package dev.fresnel.api.http [7,8), here is 0.").contains("needs package dev.fresnel.api.nothing, which nobody here provides");
        var plan = desktop.plan("{\"action\":\"install\",\"id\":\"graph\"}").body();
        assertThat(plan.path("ok").asBoolean()).isFalse();
        assertThat(plan.path("reasons").toString()).contains("graph 1.0.0 needs package dev.fresnel.api.http [7,8)").contains("another version of Fresnel itself");
        var applied = desktop.post("/api/v1/catalog/plans/" + plan.path("id").asText() + "/apply", "{}");
        assertThat(applied.status()).isEqualTo(409);
        assertThat(applied.body().path("code").asText()).isEqualTo("PLAN_REFUSED");
        assertThat(desktop.installed()).isZero();
    }

    @Test
    void anUpdateThatAsksForMoreWaitsForConsent() throws Exception {
        desktop.upload(desktop.jar("hello", "1.0.0", "1"));
        desktop.change("{\"action\":\"install\",\"id\":\"hello\"}");
        desktop.upload(PluginJar.of("hello").version("1.1.0").answers("2").resource("plugin.json", "{\"contract\":1,\"asks\":[\"kube.write\"]}").build(home));
        var plan = desktop.plan("{\"action\":\"update\",\"id\":\"hello\"}").body();
        assertThat(plan.path("asks").toString()).isEqualTo("[\"kube.write\"]");
        var applied = desktop.post("/api/v1/catalog/plans/" + plan.path("id").asText() + "/apply", "{}");
        assertThat(applied.body().path("code").asText()).isEqualTo("CONSENT_MISSING");
        assertThat(desktop.answer("hello")).isEqualTo("1");
        assertThat(desktop.apply(plan.path("id").asText(), "kube.write").path("state").asText()).isEqualTo("COMMITTED");
        assertThat(desktop.answer("hello")).isEqualTo("2");
        assertThat(desktop.plan("{\"action\":\"update\",\"id\":\"hello\",\"version\":\"1.1.0\"}").body().path("asks").isEmpty()).as("agreed to once").isTrue();
    }

    @Test
    void theFolderWinsAndSaysSo() throws Exception {
        desktop.upload(desktop.jar("hello", "1.0.0", "upload"));
        desktop.change("{\"action\":\"install\",\"id\":\"hello\"}");
        desktop.drop(desktop.jar("hello", "0.9.0", "folder"), "hello.jar");
        desktop.await("the folder's", () -> desktop.answer("hello").equals("folder"));
        desktop.await("in words", () -> desktop.get("/api/v1/catalog/hello").body().path("installed").path("reasons").toString().contains("the folder wins: hello.jar is used, not 1.0.0 from upload"));
        assertThat(desktop.plan("{\"action\":\"install\",\"id\":\"hello\",\"version\":\"1.0.0\"}").body().path("reasons").toString()).contains("the folder wins: hello.jar holds hello 0.9.0; delete that file first");
        Files.delete(desktop.folder.resolve("hello.jar"));
        desktop.await("the other one again", () -> desktop.answer("hello").equals("upload"));
        desktop.drop(desktop.jar("hello", "0.9.1", "folder again"), "hello.jar");
        desktop.await("the folder's", () -> desktop.answer("hello").equals("folder again"));
        assertThat(desktop.change("{\"action\":\"remove\",\"id\":\"hello\"}").path("state").asText()).isEqualTo("COMMITTED");
        assertThat(desktop.answer("hello")).isEmpty();
        desktop.restart();
        desktop.await("ready", () -> desktop.catalog.waitsFor().isEmpty());
        assertThat(desktop.answer("hello")).as("stays off although its file is there").isEmpty();
        assertThat(desktop.change("{\"action\":\"install\",\"id\":\"hello\"}").path("state").asText()).isEqualTo("COMMITTED");
        assertThat(desktop.answer("hello")).isEqualTo("folder again");
    }

    @Test
    void aPinHoldsAgainstTheFolder() throws Exception {
        desktop.drop(desktop.jar("hello", "1.0.0", "1"), "hello.jar");
        desktop.await("serves", () -> desktop.answer("hello").equals("1"));
        desktop.await("written down", () -> desktop.catalog.ledger().installed().find("hello").isPresent());
        desktop.change("{\"action\":\"pin\",\"id\":\"hello\"}");
        desktop.drop(desktop.jar("hello", "2.0.0", "2"), "hello.jar");
        desktop.await("in words", () -> desktop.catalog.list().plugins().toString().contains("is pinned to 1.0.0; hello.jar (2.0.0) waits until it is unpinned"));
        assertThat(desktop.answer("hello")).isEqualTo("1");
        desktop.restart();
        desktop.await("the pinned one", () -> desktop.answer("hello").equals("1"));
        desktop.change("{\"action\":\"unpin\",\"id\":\"hello\"}");
        desktop.await("the folder's", () -> desktop.answer("hello").equals("2"));
        desktop.change("{\"action\":\"rollback\",\"id\":\"hello\"}");
        assertThat(desktop.answer("hello")).isEqualTo("1");
        assertThat(desktop.get("/api/v1/catalog/hello").body().path("installed").path("pin").asBoolean()).isTrue();
    }

    @Test
    void aBuildThatFailsThreeTimesIsInQuarantineUntilSomebodyLetsItOut() throws Exception {
        desktop.upload(desktop.jar("hello", "1.0.0", "1"));
        desktop.change("{\"action\":\"install\",\"id\":\"hello\"}");
        desktop.upload(PluginJar.of("hello").version("2.0.0").answers("2").type("Check", "@Component public class Check implements SelfCheck { public void check() { throw new IllegalStateException(\"no ink\"); } }").build(home));
        for (int i = 0; i < 3; i++) {
            var operation = desktop.change("{\"action\":\"update\",\"id\":\"hello\",\"version\":\"2.0.0\"}");
            assertThat(operation.path("state").asText()).isEqualTo("ROLLED_BACK");
            assertThat(operation.path("reasons").toString()).contains("hello 2.0.0").contains("no ink");
            assertThat(desktop.answer("hello")).isEqualTo("1");
        }
        var plan = desktop.plan("{\"action\":\"update\",\"id\":\"hello\",\"version\":\"2.0.0\"}").body();
        assertThat(plan.path("reasons").toString()).contains("in quarantine: this build failed 3 times").contains("no ink");
        desktop.change("{\"action\":\"release\",\"id\":\"hello\"}");
        assertThat(desktop.plan("{\"action\":\"update\",\"id\":\"hello\",\"version\":\"2.0.0\"}").body().path("ok").asBoolean()).isTrue();
        desktop.await("only one build is installed", () -> desktop.installed() == 1);
    }

    private List<Path> written() throws Exception {
        try (var files = Files.walk(home)) {
            return files.filter(file -> !file.startsWith(home.resolve("felix"))).toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"POST,/api/v1/catalog/plans", "POST,/api/v1/catalog/plans/x/apply", "POST,/api/v1/catalog/upload", "PUT,/api/v1/catalog/sources", "GET,/api/v1/catalog/sources", "PUT,/api/v1/catalog/settings",
        "POST,/api/v1/catalog/refresh", "GET,/api/v1/catalog/operations", "GET,/api/v1/catalog/history"})
    void whoHasNotTheRightChangesNothing(Method method, String path) throws Exception {
        desktop.allowed = false;
        var before = written();
        var answer = desktop.send(method, path, "{\"changes\":[]}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(desktop.audit).extracting(Audit.Line::result).contains(Audit.Result.REFUSED);
        assertThat(written()).isEqualTo(before);
        assertThat(desktop.get("/api/v1/catalog").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"action\":\"explode\",\"id\":\"hello\"}|400", "{\"id\":\"hello\"}|400", "{\"action\":\"install\",\"id\":\"nobody\"}|404", "{\"action\":\"rollback\",\"id\":\"nobody\"}|404", "|400"})
    void badWishesAreNamed(String wish, int status) {
        assertThat(desktop.plan(wish == null ? "" : wish).status()).isEqualTo(status);
    }

    @Test
    void aPlanIsCarriedOutOnceAndOnlyWhileNothingElseHasChanged() throws Exception {
        desktop.upload(desktop.jar("one", "1.0.0", "1"));
        desktop.upload(desktop.jar("two", "1.0.0", "2"));
        var first = desktop.plan("{\"action\":\"install\",\"id\":\"one\"}").body().path("id").asText();
        var second = desktop.plan("{\"action\":\"install\",\"id\":\"two\"}").body().path("id").asText();
        desktop.apply(first);
        assertThat(desktop.post("/api/v1/catalog/plans/" + first + "/apply", "{}").status()).isEqualTo(409);
        assertThat(desktop.post("/api/v1/catalog/plans/" + second + "/apply", "{}").body().path("code").asText()).isEqualTo("PLAN_OUTDATED");
        assertThat(desktop.post("/api/v1/catalog/plans/p-none/apply", "{}").status()).isEqualTo(404);
        assertThat(desktop.answer("two")).isEmpty();
    }

    @Test
    void aPlanStandsOrFallsAsAWhole() throws Exception {
        desktop.upload(desktop.jar("one", "1.0.0", "1"));
        desktop.upload(PluginJar.of("two").type("Bad", "@Component public class Bad implements SelfCheck { public void check() { throw new IllegalStateException(\"no ink\"); } }").build(home));
        var operation = desktop.change("{\"action\":\"install\",\"id\":\"one\"},{\"action\":\"install\",\"id\":\"two\"}");
        assertThat(operation.path("state").asText()).isEqualTo("ROLLED_BACK");
        assertThat(desktop.board.table().serving()).isEmpty();
        desktop.await("nothing is left", () -> desktop.installed() == 0);
        assertThat(desktop.catalog.ledger().installed().plugins()).isEmpty();
    }

    @Test
    void whatIsNoBundleIsNotTakenIn() {
        var answer = desktop.send(Method.POST, "/api/v1/catalog/upload?name=x.jar", "not a jar".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body().path("code").asText()).isEqualTo("BUNDLE_REFUSED");
    }
}
