package dev.fresnel.catalog.index.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.Progress;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.api.Source;
import dev.fresnel.catalog.index.archive.Digests;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jars by the layout of Maven repositories. */
@Timeout(180)
class MavenSourceTest {
    private static final String BASE = "/repo/dev/acme/hello/";

    @TempDir
    Path folder;

    private World world;
    private Shop shop;

    @BeforeEach
    void open() throws Exception {
        world = new World(folder);
        shop = new Shop();
        release("1.0.0");
        release("1.4.2");
        release("2.0.0-beta1");
        release("2.0.0");
        release("2.1.0-SNAPSHOT");
        metadata("1.0.0", "2.0.0", "1.4.2", "2.0.0-beta1", "2.1.0-SNAPSHOT");
    }

    @AfterEach
    void close() {
        shop.close();
        assertThat(world.temporary).isEmptyDirectory();
    }

    private void release(String version) {
        byte[] jar = World.jar("hello", Versions.of(version).orElseThrow().toString());
        shop.serve(file(version), jar);
        shop.serve(file(version) + ".sha256", Digests.sha256(jar).getBytes(StandardCharsets.US_ASCII));
    }

    private static String file(String version) {
        return BASE + version + "/hello-" + version + ".jar";
    }

    private void metadata(String... versions) {
        String items = String.join("", List.of(versions).stream().map(version -> "<version>" + version + "</version>").toList());
        shop.serve(BASE + "maven-metadata.xml", ("<metadata><groupId>dev.acme</groupId><version>9.9</version><versioning><versions>" + items + "</versions></versioning></metadata>").getBytes());
    }

    private Source source(String text) throws Refusal {
        return new Sources(world.settingWithMaven(shop.address() + "/repo")).open(text);
    }

    private String found(String text) throws Exception {
        try (Source source = source(text)) {
            Entry entry = source.look().entries().getFirst();
            Path target = folder.resolve("arrived-" + entry.version() + ".jar");
            source.fetch(entry, target, Progress.NONE);
            assertThat(Digests.sha256(target)).isEqualTo(entry.sha256());
            Files.delete(target);
            return entry.version();
        }
    }

    private static void refused(Reason reason, ThrowingCallable call) {
        assertThatExceptionOfType(Refusal.class).isThrownBy(call).satisfies(refusal -> assertThat(refusal.reason()).as(refusal.words()).isEqualTo(reason));
    }

    @Test
    void oneVersionTheNewestAndRanges() throws Exception {
        assertThat(found("maven:dev.acme:hello:1.0.0")).isEqualTo("1.0.0");
        assertThat(found("maven:dev.acme:hello")).isEqualTo("2.0.0");
        assertThat(found("maven:dev.acme:hello:[1.0,2.0)")).isEqualTo("1.4.2");
        assertThat(found("maven:dev.acme:hello:2.0.0-beta1")).isEqualTo("2.0.0.beta1");
        assertThat(found("maven:dev.acme:hello:1.4.2@" + shop.address() + "/repo/")).isEqualTo("1.4.2");
    }

    @Test
    void nothingElseIsFetched() throws Exception {
        found("maven:dev.acme:hello:1.0.0");
        assertThat(shop.asked()).extracting(Shop.Asked::path).allMatch(path -> path.startsWith(file("1.0.0")));
    }

    @Test
    void checksums() throws Exception {
        shop.serve(file("1.0.0") + ".sha256", "0".repeat(64).getBytes());
        refused(Reason.DIGEST_WRONG, () -> found("maven:dev.acme:hello:1.0.0"));
        shop.on(file("1.0.0") + ".sha256", exchange -> exchange.sendResponseHeaders(404, -1));
        refused(Reason.SOURCE_INVALID, () -> found("maven:dev.acme:hello:1.0.0"));
        var sha1 = Digests.of("SHA-1");
        sha1.update(World.jar("hello", "1.0.0"));
        shop.serve(file("1.0.0") + ".sha1", (Digests.hex(sha1) + "  hello-1.0.0.jar\n").getBytes());
        assertThat(found("maven:dev.acme:hello:1.0.0")).isEqualTo("1.0.0");
        shop.serve(file("1.0.0") + ".sha512", "0".repeat(128).getBytes());
        refused(Reason.DIGEST_WRONG, () -> found("maven:dev.acme:hello:1.0.0"));
    }

    @Test
    void whatIsNotThere() {
        refused(Reason.SOURCE_MISSING, () -> found("maven:dev.acme:hello:7.0.0"));
        refused(Reason.SOURCE_MISSING, () -> found("maven:dev.acme:hello:[7,8)"));
        refused(Reason.SOURCE_MISSING, () -> found("maven:dev.acme:other"));
    }

    @Test
    void addressesThatAreNone() throws Exception {
        refused(Reason.SOURCE_INVALID, () -> source("maven:dev.acme"));
        refused(Reason.SOURCE_INVALID, () -> source("maven:dev/../..:hello:1"));
        refused(Reason.SOURCE_INVALID, () -> source("maven:dev.acme:hello:../1"));
        refused(Reason.SOURCE_INVALID, () -> source("maven:dev.acme:hello:1.0-SNAPSHOT"));
        refused(Reason.SOURCE_INVALID, () -> source("maven:dev.acme:hello:[1,2"));
        try (Source none = new Sources(world.setting()).open("maven:dev.acme:hello:1.0.0")) {
            refused(Reason.SOURCE_INVALID, none::look);
        }
    }

    @Test
    void metadataThatAttacks() {
        shop.serve(BASE + "maven-metadata.xml", "<!DOCTYPE m [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><metadata><versions><version>&x;</version></versions></metadata>".getBytes());
        refused(Reason.SOURCE_INVALID, () -> found("maven:dev.acme:hello"));
        shop.serve(BASE + "maven-metadata.xml", "<metadata><versions><version>1".getBytes());
        refused(Reason.SOURCE_INVALID, () -> found("maven:dev.acme:hello"));
    }

    @Test
    void order() {
        assertThat(List.of("1.0", "1.0.0-rc1", "0.9", "1.0.0-M2", "1.10.1", "1.2.0", "1.0.0-SNAPSHOT").stream().sorted(Versions.order())).containsSubsequence("0.9", "1.0.0-SNAPSHOT", "1.0", "1.2.0", "1.10.1")
                .containsSubsequence("1.0.0-M2", "1.0.0-rc1", "1.0");
        assertThat(Versions.unfinished("33.4.0-jre")).isFalse();
        assertThat(Versions.unfinished("6.1.0.Final")).isFalse();
        assertThat(Versions.unfinished("3.0.0-alpha-1")).isTrue();
    }
}
