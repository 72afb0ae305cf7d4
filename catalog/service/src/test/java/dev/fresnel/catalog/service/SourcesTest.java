package dev.fresnel.catalog.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.catalog.api.Revocation;
import dev.fresnel.catalog.index.archive.Bounds;
import dev.fresnel.catalog.index.archive.Gate;
import dev.fresnel.catalog.index.publish.Generator;
import dev.fresnel.catalog.index.trust.Keys;
import dev.fresnel.catalog.index.trust.SignatureFile;
import dev.fresnel.catalog.index.trust.Signer;
import dev.fresnel.switchboard.PluginJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds come from a signed catalog; what must not be believed is refused with its own reason while the former build serves on. */
class SourcesTest {
    @TempDir
    Path home;

    private final Signer signer = new Signer(Keys.generate());
    private Desktop desktop;
    private Path shop;
    private long version;

    @BeforeEach
    void open() throws Exception {
        shop = home.resolve("shop");
        desktop = new Desktop(home);
        Files.createDirectories(home.resolve("data/catalog"));
        Files.writeString(home.resolve("data/catalog/trust.json"), "{\"unsigned\":\"nowhere\",\"catalogs\":[{\"name\":\"shop\",\"keys\":[\"%s\"],\"threshold\":1}],\"publishers\":[],\"pinned\":[],\"revoked\":[],\"frozen\":false}".formatted(signer.publicKey()));
        desktop.catalogs = List.of(shop.toString());
    }

    @AfterEach
    void close() throws Exception {
        desktop.close();
    }

    private void publish(Duration life, List<Revocation> revoked, Path... jars) throws Exception {
        var terms = new Generator.Terms("shop", ++version, Instant.now().minusSeconds(60), life, Optional.empty(), List.of(), revoked);
        new Generator(new Gate(home, Bounds.USUAL)).generate(List.of(jars), shop, terms);
        byte[] index = Files.readAllBytes(shop.resolve("index.json"));
        Files.write(shop.resolve("index.json.sig"), new SignatureFile(List.of(signer.sign(index))).write());
    }

    private void look() throws Exception {
        desktop.catalog.shop().refresh();
    }

    @Test
    void aSignedCatalogInstallsUpdatesByItselfAndMayGo() throws Exception {
        publish(Duration.ofDays(1), List.of(), desktop.jar("hello", "1.0.0", "1"));
        desktop.start();
        look();
        var item = desktop.get("/api/v1/catalog/hello").body();
        assertThat(item.path("trust").path("state").asText()).as(item.toString()).isEqualTo("trusted");
        assertThat(desktop.change("{\"action\":\"install\",\"id\":\"hello\"}").path("state").asText()).isEqualTo("COMMITTED");
        assertThat(desktop.answer("hello")).isEqualTo("1");
        desktop.change("{\"action\":\"policy\",\"id\":\"hello\",\"policy\":\"patch\"}");
        publish(Duration.ofDays(1), List.of(), desktop.jar("hello", "1.0.0", "1"), desktop.jar("hello", "1.0.1", "1.0.1"), desktop.jar("hello", "1.1.0", "1.1"));
        desktop.catalog.refresh();
        desktop.await("the patch comes by itself, the minor version does not", () -> desktop.answer("hello").equals("1.0.1"));
        desktop.await("written down", () -> desktop.get("/api/v1/catalog/history").body().path("events").get(0).path("what").asText().equals("update hello 1.0.0 → 1.0.1"));
        desktop.await("and done", () -> desktop.catalog.desk().busy().isEmpty()); // it stands there from its beginning
        try (var files = Files.walk(shop)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        desktop.restart();
        desktop.await("the last good set needs no catalog", () -> desktop.answer("hello").equals("1.0.1"));
    }

    @Test
    void whatIsNotWhatWasPromisedIsRefusedAndTheFormerBuildServesOn() throws Exception {
        publish(Duration.ofDays(1), List.of(), desktop.jar("hello", "1.0.0", "1"));
        desktop.start();
        look();
        desktop.change("{\"action\":\"install\",\"id\":\"hello\"}");
        publish(Duration.ofDays(1), List.of(), desktop.jar("hello", "2.0.0", "2"));
        look();
        Path bundle = shop.resolve("bundles/hello-2.0.0.jar");
        byte[] good = Files.readAllBytes(bundle);
        byte[] bytes = good.clone();
        bytes[bytes.length / 2] ^= 1;
        Files.write(bundle, bytes);
        var operation = desktop.change("{\"action\":\"update\",\"id\":\"hello\"}");
        assertThat(operation.path("state").asText()).isEqualTo("ROLLED_BACK");
        assertThat(operation.path("reasons").toString()).contains("SHA-256");
        assertThat(desktop.answer("hello")).isEqualTo("1");
        Files.write(bundle, good);
        assertThat(desktop.change("{\"action\":\"update\",\"id\":\"hello\"}").path("state").asText()).isEqualTo("COMMITTED");
        assertThat(desktop.answer("hello")).isEqualTo("2");
    }

    @Test
    void aRevokedBuildIsNotInstalledWhereverItComesFrom() throws Exception {
        Path jar = desktop.jar("hello", "1.0.0", "1");
        String digest = java.util.HexFormat.of().formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
        publish(Duration.ofDays(1), List.of(new Revocation(digest, "it sends mail", Instant.now())), jar);
        desktop.start();
        look();
        var plan = desktop.plan("{\"action\":\"install\",\"id\":\"hello\"}").body();
        assertThat(plan.path("ok").asBoolean()).isFalse();
        assertThat(plan.path("reasons").toString()).contains("revoked: it sends mail");
        assertThat(desktop.installed()).isZero();
    }

    @Test
    void anExpiredAForeignAndAnUnsignedIndexOfferNothingAndSayWhy() throws Exception {
        publish(Duration.ofSeconds(1), List.of(), desktop.jar("hello", "1.0.0", "1"));
        desktop.start();
        look();
        assertThat(desktop.get("/api/v1/catalog").body().toString()).contains("expired").doesNotContain("\"id\":\"hello\"");
        Files.write(shop.resolve("index.json.sig"), new SignatureFile(List.of(new Signer(Keys.generate()).sign(Files.readAllBytes(shop.resolve("index.json"))))).write());
        look();
        assertThat(desktop.get("/api/v1/catalog").body().path("problems").toString()).contains("key");
        Files.delete(shop.resolve("index.json.sig"));
        look();
        assertThat(desktop.get("/api/v1/catalog").body().path("problems").toString()).contains("not signed");
    }

    @Test
    void anOlderIndexTakesNothingBackAndSaysSo() throws Exception {
        publish(Duration.ofDays(1), List.of(), desktop.jar("hello", "1.0.0", "1"));
        byte[] index = Files.readAllBytes(shop.resolve("index.json"));
        byte[] signature = Files.readAllBytes(shop.resolve("index.json.sig"));
        String bad = java.util.HexFormat.of().formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(shop.resolve("bundles/hello-1.0.0.jar"))));
        publish(Duration.ofDays(1), List.of(new Revocation(bad, "it sends mail", Instant.now())), desktop.jar("hello", "1.0.1", "1.0.1"));
        desktop.start();
        look();
        assertThat(desktop.change("{\"action\":\"install\",\"id\":\"hello\"}").path("state").asText()).isEqualTo("COMMITTED");
        assertThat(desktop.answer("hello")).isEqualTo("1.0.1");
        Files.write(shop.resolve("index.json"), index);
        Files.write(shop.resolve("index.json.sig"), signature);
        look();
        assertThat(desktop.get("/api/v1/catalog").body().path("problems").toString()).contains("older");
        assertThat(desktop.plan("{\"action\":\"install\",\"id\":\"hello\",\"version\":\"1.0.0\"}").body().path("ok").asBoolean()).isFalse();
        assertThat(desktop.answer("hello")).isEqualTo("1.0.1");
    }

    @Test
    void whatIsNeededComesAlongAndIsShown() throws Exception {
        Path library = PluginJar.of("library").header("Provide-Capability", "").header("Bundle-SymbolicName", "lib.words").version("1.2.0").type("Words", "public class Words { public static String word() { return \"word\"; } }").header("Export-Package", "plug.library;version=1.2").build(home);
        Path user = PluginJar.of("user").answers("u").header("Import-Package", "plug.library;version='[1,2)',!org.jspecify.*,*").build(home);
        publish(Duration.ofDays(1), List.of(), library, user);
        desktop.start();
        look();
        var plan = desktop.plan("{\"action\":\"install\",\"id\":\"user\"}").body();
        assertThat(plan.path("ok").asBoolean()).as(plan.toString()).isTrue();
        assertThat(plan.path("changes").findValuesAsText("why")).containsExactly("asked", "needed by user");
        assertThat(desktop.apply(plan.path("id").asText()).path("state").asText()).isEqualTo("COMMITTED");
        assertThat(desktop.board.table().epoch()).as("one write").isEqualTo(1);
        assertThat(desktop.answer("user")).isEqualTo("u");
        var refused = desktop.plan("{\"action\":\"remove\",\"id\":\"lib-words@1.2.0\"}").body();
        assertThat(refused.path("reasons").toString()).contains("lib-words@1.2.0 is used by user");
    }

    @Test
    void sourcesTypedIntoThePageDoNotReachThisMachine() throws Exception {
        desktop.start();
        var answer = desktop.put("/api/v1/catalog/sources", "{\"sources\":[{\"name\":\"inside\",\"location\":\"http://127.0.0.1:1/\",\"fixed\":true}]}");
        assertThat(answer.status()).isEqualTo(200);
        answer = desktop.put("/api/v1/catalog/sources", "{\"sources\":[{\"name\":\"inside\",\"location\":\"http://127.0.0.1:1/\"}]}");
        assertThat(answer.status()).isEqualTo(200);
        look();
        assertThat(desktop.get("/api/v1/catalog/sources").body().toString()).contains("127.0.0.1, which may not be asked from here");
        assertThat(desktop.put("/api/v1/catalog/sources", "{\"sources\":[{\"name\":\"folder\",\"location\":\"/x\"}]}").status()).isEqualTo(400);
        assertThat(desktop.put("/api/v1/catalog/sources", "{}").status()).isEqualTo(400);
    }

    @Test
    void whereNobodyUnsignedIsAllowedAFileOfTheFolderNeedsAPin() throws Exception {
        desktop.start();
        desktop.drop(desktop.jar("hello", "1.0.0", "1"), "hello.jar");
        desktop.await("said", () -> desktop.catalog.list().plugins().toString().contains("is not signed"));
        assertThat(desktop.answer("hello")).isEmpty();
        desktop.catalog.close();
        Path policy = home.resolve("data/catalog/trust.json");
        String digest = java.util.HexFormat.of().formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(desktop.folder.resolve("hello.jar"))));
        Files.writeString(policy, Files.readString(policy).replace("\"pinned\":[]", "\"pinned\":[\"" + digest + "\"]"));
        desktop.restart();
        desktop.await("its digest is pinned by the admin", () -> desktop.answer("hello").equals("1"));
        desktop.catalog.close();
        Files.writeString(policy, Files.readString(policy).replace("\"revoked\":[]", "\"revoked\":[{\"sha256\":\"" + digest + "\",\"reason\":\"it sends mail\"}]"));
        desktop.restart();
        desktop.await("revoked", () -> desktop.catalog.list().plugins().toString().contains("revoked: it sends mail"));
        assertThat(desktop.answer("hello")).isEmpty();
    }

    @Test
    void aTamperedStoreStartsNothingAndIsHealedByTheFolder() throws Exception {
        Files.writeString(home.resolve("data/catalog/trust.json"), "{\"unsigned\":\"folders\",\"catalogs\":[],\"publishers\":[],\"pinned\":[],\"revoked\":[],\"frozen\":false}");
        desktop.drop(desktop.jar("hello", "1.0.0", "1"), "hello.jar");
        desktop.start();
        desktop.await("serves", () -> desktop.answer("hello").equals("1"));
        desktop.upload(desktop.jar("up", "1.0.0", "up"));
        desktop.change("{\"action\":\"install\",\"id\":\"up\"}");
        desktop.catalog.close();
        try (var jars = Files.newDirectoryStream(home.resolve("data/catalog/bundles-2"), "*.jar")) {
            for (Path jar : jars) {
                byte[] bytes = Files.readAllBytes(jar);
                bytes[bytes.length - 30] ^= 1;
                Files.write(jar, bytes);
            }
        }
        desktop.restart();
        desktop.await("from the folder again", () -> desktop.answer("hello").equals("1"));
        assertThat(desktop.answer("up")).as("nobody has its bytes").isEmpty();
        assertThat(desktop.get("/api/v1/catalog/up").body().path("installed").path("state").asText()).isNotEqualTo("SERVING");
    }
}
