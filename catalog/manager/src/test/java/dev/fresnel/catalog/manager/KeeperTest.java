package dev.fresnel.catalog.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.index.archive.Digests;
import dev.fresnel.catalog.index.trust.Memory;
import dev.fresnel.catalog.index.trust.Policy;
import dev.fresnel.catalog.index.trust.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeeperTest {
    @TempDir
    Path temp;

    private Path config;
    private Path plugins;
    private Shelf shelf;
    private final Now clock = new Now();
    private final List<Keeper> open = new ArrayList<>();

    private static final class Now extends Clock {
        Instant at = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public Instant instant() {
            return at;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void prepare() throws IOException {
        config = temp.resolve("plugins.yaml");
        plugins = temp.resolve("plugins");
        Files.createDirectories(temp.resolve("shelf"));
        shelf = new Shelf(temp.resolve("shelf"));
    }

    @AfterEach
    void close() {
        open.forEach(Keeper::close);
    }

    private Keeper keeper(Path folder, Path lock, Policy.Unsigned unsigned) throws Exception {
        var place = new Folder(folder);
        place.prepare();
        var trust = new Trust(Policy.of(unsigned), new Memory(folder.resolve("memory.json")), Clock.systemUTC());
        var keeper = new Keeper(new WishFile(config), place, new Lock(lock), new Offers(location -> shelf, trust, Duration.ofHours(1)), clock);
        open.add(keeper);
        return keeper;
    }

    private Keeper keeper() throws Exception {
        return keeper(plugins, plugins.resolve(".fresnel/plugins.lock"), Policy.Unsigned.FOLDERS);
    }

    private void wish(String... lines) throws IOException {
        Files.writeString(config, "plugins:\n" + String.join("\n", lines) + "\n");
    }

    private TreeSet<String> jars(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".jar")).collect(java.util.stream.Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void theFolderFollowsTheFileAndLeavesWhatOthersPutThere() throws Exception {
        Entry one = shelf.put("hello", "1.0.0");
        shelf.put("hello", "2.0.0");
        Entry other = shelf.put("other", "1.0.0");
        var keeper = keeper();
        Files.writeString(plugins.resolve("byhand.jar"), "by hand");
        wish("- {name: hello, source: shelf, version: '[1,2)'}", "- {name: other, source: shelf}");
        Report report = keeper.round();
        assertThat(report.converged()).as(report.toString()).isTrue();
        assertThat(report.plugins()).extracting(Report.Standing::version).containsExactly("1.0.0", "1.0.0");
        assertThat(Digests.sha256(plugins.resolve("hello.jar"))).isEqualTo(one.sha256());
        assertThat(Digests.sha256(plugins.resolve("other.jar"))).isEqualTo(other.sha256());

        wish("- {name: hello, source: shelf}");
        assertThat(keeper.round().plugins()).extracting(Report.Standing::version).containsExactly("2.0.0");
        assertThat(jars(plugins)).containsExactly("byhand.jar", "hello.jar");

        wish();
        assertThat(keeper.round().converged()).isTrue();
        assertThat(jars(plugins)).containsExactly("byhand.jar");
    }

    @Test
    void whatSomebodyElsePutThereUnderTheSameNameIsNotOverwritten() throws Exception {
        shelf.put("hello", "1.0.0");
        var keeper = keeper();
        Files.writeString(plugins.resolve("hello.jar"), "by hand");
        wish("- {name: hello, source: shelf}");
        assertThat(keeper.round().plugins().getFirst().words()).contains("somebody else");
        assertThat(plugins.resolve("hello.jar")).hasContent("by hand");
    }

    @Test
    void aHundredEditsByConfigMapAreAllSeen() throws Exception {
        for (int i = 1; i <= 3; i++) {
            shelf.put("hello", i + ".0.0");
        }
        Path mount = Files.createDirectories(temp.resolve("mount"));
        config = mount.resolve("plugins.yaml");
        Files.createSymbolicLink(config, Path.of("..data/plugins.yaml"));
        Keeper keeper = null;
        for (int i = 0; i < 100; i++) {
            String version = i % 3 + 1 + ".0.0";
            Path fresh = Files.createDirectories(mount.resolve("..ts" + i));
            Files.writeString(fresh.resolve("plugins.yaml"), "plugins: [{name: hello, source: shelf, version: " + version + "}]\n");
            Path link = mount.resolve("..data_tmp");
            Files.createSymbolicLink(link, fresh.getFileName());
            Files.move(link, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            keeper = keeper == null ? keeper() : keeper;
            Report report = keeper.round();
            assertThat(report.converged()).isTrue();
            assertThat(report.plugins().getFirst().version()).isEqualTo(version);
        }
    }

    @Test
    void aFileThatCannotBeUnderstoodChangesNothing() throws Exception {
        shelf.put("hello", "1.0.0");
        var keeper = keeper();
        wish("- {name: hello, source: shelf}");
        keeper.round();
        for (String bad : List.of("plugins: [", "plugins: {a: b}", "- x", "plugins:\n- {name: ../x, source: s}", "plugins:\n- {name: a1, source: s, version: nonsense!}", "plugins:\n- {name: hello, source: s}\n- {name: hello, source: s}")) {
            Files.writeString(config, bad);
            Report report = keeper.round();
            assertThat(report.converged()).as(bad).isFalse();
            assertThat(report.problem()).as(bad).contains("plugins.yaml");
            assertThat(jars(plugins)).as(bad).containsExactly("hello.jar");
        }
        Files.delete(config);
        assertThat(keeper.round().problem()).contains("not there");
        assertThat(jars(plugins)).containsExactly("hello.jar");
    }

    @Test
    void whatFailsIsTriedAgainLaterAndLeavesNothingHalf() throws Exception {
        shelf.put("hello", "1.0.0");
        shelf.failures = 2;
        var keeper = keeper();
        wish("- {name: hello, source: shelf}");
        Report first = keeper.round();
        assertThat(first.plugins().getFirst()).satisfies(plugin -> {
            assertThat(plugin.state()).isEqualTo(Report.State.FAILED);
            assertThat(plugin.reason()).isEqualTo("SOURCE_UNREACHABLE");
            assertThat(plugin.attempts()).isEqualTo(1);
        });
        assertThat(jars(plugins)).isEmpty();
        assertThat(keeper.round().plugins().getFirst().attempts()).as("not before its time").isEqualTo(1);
        clock.at = clock.at.plusSeconds(2);
        assertThat(keeper.round().plugins().getFirst().attempts()).isEqualTo(2);
        clock.at = clock.at.plusSeconds(4);
        assertThat(keeper.round().converged()).isTrue();
        try (var left = Files.list(plugins.resolve(".fresnel/incoming"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aFormerBuildStaysWhileItsSuccessorCannotBeHad() throws Exception {
        Entry one = shelf.put("hello", "1.0.0");
        var keeper = keeper();
        wish("- {name: hello, source: shelf, version: 1.0.0}");
        keeper.round();
        shelf.put("hello", "2.0.0");
        shelf.half = true;
        wish("- {name: hello, source: shelf, version: 2.0.0}");
        Report report = keeper.round();
        assertThat(report.converged()).isFalse();
        assertThat(Digests.sha256(plugins.resolve("hello.jar"))).isEqualTo(one.sha256());
        wish("- {name: hello, source: shelf, version: 3.0.0}");
        assertThat(keeper.round().plugins().getFirst().words()).contains("has no hello 3.0.0");
        assertThat(Digests.sha256(plugins.resolve("hello.jar"))).isEqualTo(one.sha256());
    }

    @Test
    void nobodyVouchesForItSoItIsNotInstalledUnlessItsDigestIsWrittenDown() throws Exception {
        Entry entry = shelf.put("hello", "1.0.0");
        var keeper = keeper(plugins, plugins.resolve(".fresnel/plugins.lock"), Policy.Unsigned.NOWHERE);
        wish("- {name: hello, source: shelf}");
        assertThat(keeper.round().plugins().getFirst().reason()).isEqualTo("SIGNATURE_MISSING");
        assertThat(jars(plugins)).isEmpty();
        wish("- {name: hello, source: shelf, sha256: " + entry.sha256() + "}");
        assertThat(keeper.round().converged()).isTrue();
    }

    @Test
    void aChangedFileIsPutRight() throws Exception {
        Entry entry = shelf.put("hello", "1.0.0");
        var keeper = keeper();
        wish("- {name: hello, source: shelf}");
        keeper.round();
        Files.writeString(plugins.resolve("hello.jar"), "tampered");
        keeper.round();
        assertThat(Digests.sha256(plugins.resolve("hello.jar"))).isEqualTo(entry.sha256());
        Files.delete(plugins.resolve("hello.jar"));
        assertThat(keeper.round().converged()).isTrue();
        assertThat(Digests.sha256(plugins.resolve("hello.jar"))).isEqualTo(entry.sha256());
    }

    @Test
    void replicasEndWithTheSameDigests() throws Exception {
        shelf.put("hello", "1.0.0");
        Path lock = temp.resolve("shared/plugins.lock");
        var replicas = List.of(
                keeper(temp.resolve("a"), lock, Policy.Unsigned.FOLDERS), keeper(temp.resolve("b"), lock, Policy.Unsigned.FOLDERS), keeper(temp.resolve("c"), lock, Policy.Unsigned.FOLDERS));
        wish("- {name: hello, source: shelf, version: '[1,3)'}");
        Report owner = replicas.get(0).round();
        assertThat(owner.owner()).isTrue();
        shelf.put("hello", "2.0.0"); // the others see a newer one, and do not take it
        for (Keeper replica : replicas.subList(1, 3)) {
            Report report = replica.round();
            assertThat(report.owner()).isFalse();
            assertThat(report.plugins().getFirst().sha256()).isEqualTo(owner.plugins().getFirst().sha256());
        }
        wish("- {name: hello, source: shelf, version: '[1,3]'}");
        assertThat(replicas.get(1).round().plugins().getFirst().state()).as("it waits for the owner").isEqualTo(Report.State.WAITING);
        assertThat(jars(temp.resolve("b"))).as("and keeps what it has").containsExactly("hello.jar");
        replicas.get(0).close();
        Report heir = replicas.get(1).round();
        assertThat(heir.owner()).as("the owner has gone").isTrue();
        assertThat(heir.plugins().getFirst().version()).isEqualTo("2.0.0");
        assertThat(replicas.get(2).round().plugins().getFirst().sha256()).isEqualTo(heir.plugins().getFirst().sha256());
    }

    @Test
    void aReplicaThatAskedEarlierAsksAgainForWhatTheOwnerFound() throws Exception {
        shelf.put("hello", "1.0.0");
        Path lock = temp.resolve("shared/plugins.lock");
        var owner = keeper(temp.resolve("a"), lock, Policy.Unsigned.FOLDERS);
        var replica = keeper(temp.resolve("b"), lock, Policy.Unsigned.FOLDERS);
        wish("- {name: hello, source: shelf}");
        owner.round();
        assertThat(replica.round().converged()).isTrue();
        owner.close();
        shelf.put("hello", "2.0.0");
        var heir = keeper(temp.resolve("c"), lock, Policy.Unsigned.FOLDERS); // has asked nobody yet
        assertThat(heir.round().plugins().getFirst().version()).isEqualTo("2.0.0");
        Report report = replica.round();
        assertThat(report.owner()).isFalse();
        assertThat(report.plugins().getFirst().version()).isEqualTo("2.0.0");
        assertThat(report.converged()).as(report.toString()).isTrue();
    }

    @Test
    void sourcesAreNotAskedEachRound() throws Exception {
        shelf.put("hello", "1.0.0");
        var keeper = keeper();
        wish("- {name: hello, source: shelf}");
        for (int i = 0; i < 10; i++) {
            keeper.round();
        }
        assertThat(shelf.looks).hasValue(1);
    }
}
