package dev.fresnel.catalog.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.catalog.service.ledger.Checkpoint;
import dev.fresnel.catalog.service.ledger.Ledger;
import dev.fresnel.catalog.service.ledger.Mark;
import dev.fresnel.switchboard.FelixBox;
import dev.fresnel.switchboard.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The process ends at every step of a change, as by kill -9; at the next start the old or the new set serves, never neither. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashTest {
    private Path all;
    private Path first;
    private Path second;
    private FelixBox felix;
    private JsonCodec json;

    @BeforeAll
    void build(@TempDir Path folder) throws Exception {
        all = folder;
        first = PluginJar.of("hello").version("1.0.0").answers("1").build(all);
        second = PluginJar.of("hello").version("2.0.0").answers("2").build(all);
        felix = new FelixBox(all.resolve("felix"));
        felix.provideJson();
        json = felix.service(JsonCodec.class);
        Path model = home("model");
        try (var child = new Child(model)) {
            drop(model, first);
            child.await("serving hello 1.0.0");
            awaitCommitted(model, 1);
        }
    }

    @AfterAll
    void close() throws Exception {
        felix.close();
    }

    private Path home(String name) throws IOException {
        Path home = all.resolve(name);
        Files.createDirectories(home.resolve("plugins"));
        return home;
    }

    private static void drop(Path home, Path jar) throws IOException {
        Path part = Files.copy(jar, home.resolve("plugins/.hello.part"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(part, home.resolve("plugins/hello.jar"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path copyOfModel(String name) throws IOException {
        Path home = home(name);
        Path model = all.resolve("model");
        try (var files = Files.walk(model)) {
            for (Path file : files.toList()) {
                Path to = home.resolve(model.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else if (!file.startsWith(model.resolve("felix"))) {
                    Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        return home;
    }

    private Ledger ledger(Path home) {
        return Ledger.open(home.resolve("data/catalog"), json, Checkpoint.NONE);
    }

    private void awaitCommitted(Path home, int times) {
        long end = System.nanoTime() + 60_000_000_000L;
        while (ledger(home).journal().marks().stream().filter(mark -> mark.step() == Mark.Step.COMMITTED).count() < times) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(2_000_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "kept", "journal-torn:1", "begun", "journal-torn:2", "staged", "probing", "probed", "journal-torn:3", "switching", "switched",
        "written:2", "renamed", "journal-torn:4", "committed", "draining", "retired"})
    void theOldOrTheNewSetServesAfterwards(String place) throws Exception {
        Path home = copyOfModel(place.replace(':', '-'));
        try (var child = new Child(home, "-D" + Checkpoint.PROPERTY + "=" + place)) {
            child.await("serving hello 1.0.0");
            drop(home, second);
            assertThat(child.awaitEnd()).as("it ended at " + place).isEqualTo(137);
        }
        var after = ledger(home);
        boolean counts = List.of("renamed", "journal-torn:4", "committed", "draining", "retired").contains(place);
        assertThat(after.installed().find("hello").orElseThrow().now().version()).as("installed after " + place + ": " + after.journal().marks()).isEqualTo(counts ? "2.0.0" : "1.0.0");
        Files.delete(home.resolve("plugins/hello.jar"));
        drop(home, counts ? second : first);
        try (var child = new Child(home)) {
            child.await("serving hello " + (counts ? "2.0.0" : "1.0.0"));
            assertThat(child.firstServing()).isEqualTo("serving hello " + (counts ? "2.0.0" : "1.0.0"));
            if (!counts) {
                drop(home, second);
                child.await("serving hello 2.0.0");
            }
            awaitCommitted(home, 2);
        }
        tellsWhatHappened(place, counts, home);
        nothingIsHalfThere(home);
    }

    @ParameterizedTest
    @ValueSource(strings = {"begun", "kept", "verified", "staged", "probing", "probed", "switched", "written", "renamed", "committed", "retired"})
    void aPlanThatIsCutShortServesAllOfItOrNothing(String place) throws Exception {
        Path home = home("plan-" + place);
        Path shop = Files.createDirectory(home.resolve("shop"));
        Files.copy(first, shop.resolve("hello-1.jar"));
        try (var child = new Child(home)) {
            child.install("hello");
            child.await("serving hello 1.0.0");
            awaitCommitted(home, 1);
        }
        Files.copy(second, shop.resolve("hello-2.jar"));
        try (var child = new Child(home, "-D" + Checkpoint.PROPERTY + "=" + place)) {
            child.await("serving hello 1.0.0");
            child.install("hello");
            assertThat(child.awaitEnd()).as("it ended at " + place).isEqualTo(137);
        }
        boolean counts = List.of("renamed", "committed", "retired").contains(place);
        assertThat(ledger(home).installed().find("hello").orElseThrow().now().version()).isEqualTo(counts ? "2.0.0" : "1.0.0");
        try (var files = Files.newDirectoryStream(shop)) {
            for (Path file : files) {
                Files.delete(file); // the catalog has gone
            }
        }
        try (var child = new Child(home)) {
            child.await("serving hello " + (counts ? "2.0.0" : "1.0.0"));
            awaitNoneOpen(home);
        }
        nothingIsHalfThere(home);
    }

    private void awaitNoneOpen(Path home) {
        long end = System.nanoTime() + 60_000_000_000L;
        while (!ledger(home).journal().open().isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(2_000_000);
        }
    }

    private void tellsWhatHappened(String where, boolean counts, Path home) {
        var journal = ledger(home).journal();
        assertThat(journal.open()).isEmpty();
        var interrupted = journal.marks().stream().filter(mark -> mark.reasons().toString().contains("the process ended")).toList();
        if (List.of("kept", "journal-torn:1", "committed", "draining", "retired").contains(where)) {
            assertThat(interrupted).as("nothing was begun, or all was done").isEmpty();
        } else {
            assertThat(interrupted).hasSize(1);
            assertThat(interrupted.getFirst().step()).isEqualTo(counts ? Mark.Step.COMMITTED : Mark.Step.INTERRUPTED);
        }
    }

    private static void nothingIsHalfThere(Path home) throws Exception {
        Path store = home.resolve("data/catalog/bundles-2");
        try (var files = Files.walk(home.resolve("data/catalog"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                assertThat(name).as(file.toString()).matches("journal|trust-memory\\.json|installed(\\.former)?\\.json|quarantine\\.json|[0-9a-f]{64}\\.jar");
                if (file.startsWith(store)) {
                    byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                    assertThat(HexFormat.of().formatHex(sum) + ".jar").isEqualTo(name);
                }
            }
        }
    }
}
