package dev.fresnel.catalog.index.source;

import dev.fresnel.catalog.api.Index;
import dev.fresnel.catalog.api.Publisher;
import dev.fresnel.catalog.index.IndexFile;
import dev.fresnel.catalog.index.archive.Bounds;
import dev.fresnel.catalog.index.archive.Gate;
import dev.fresnel.catalog.index.archive.Zip;
import dev.fresnel.catalog.index.publish.Generator;
import dev.fresnel.catalog.index.trust.Keys;
import dev.fresnel.catalog.index.trust.Memory;
import dev.fresnel.catalog.index.trust.Policy;
import dev.fresnel.catalog.index.trust.SignatureFile;
import dev.fresnel.catalog.index.trust.Signer;
import dev.fresnel.catalog.index.trust.Trust;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A signed catalog of two plugins on disk, and who believes it. */
public final class World {
    public final Path folder;
    public final Path catalog;
    public final Path temporary;
    public final Signer signer = new Signer(Keys.generate());
    public final Signer publisher = new Signer(Keys.generate());

    public World(Path folder) throws Exception {
        this.folder = folder;
        this.temporary = Files.createDirectories(folder.resolve("temporary"));
        this.catalog = folder.resolve("catalog");
        publish(1, Instant.now());
    }

    public static byte[] jar(String id, String version) {
        return Zip.bundle("Manifest-Version: 1.0\r\nBundle-ManifestVersion: 2\r\nBundle-SymbolicName: dev.acme." + id + "\r\nBundle-Version: " + version
                + "\r\nBundle-License: Apache-2.0\r\nProvide-Capability: fresnel.plugin;fresnel.plugin=" + id + ";title=Title of " + id + "\r\n")
                .with("plugin.json", "{\"contract\": 1, \"asks\": {\"outbound\": [\"api.acme.example\"]}}")
                .with("META-INF/README.md", "# " + id)
                .with("META-INF/CHANGELOG.md", "- first")
                .with("data", version.repeat(2_000))
                .bytes();
    }

    public Index publish(long version, Instant issued) throws Exception {
        Path jars = Files.createDirectories(folder.resolve("jars"));
        Files.write(jars.resolve("hello.jar"), jar("hello", "1.0.0"));
        Files.write(jars.resolve("world.jar"), jar("world", "2.1.0"));
        var terms = new Generator.Terms(
                "acme-catalog", version, issued, Generator.LIFE, Optional.of(new Generator.Signed("acme", publisher)),
                List.of(new Publisher("acme", List.of(publisher.publicKey()), List.of("hello", "world", "dev.acme.*"))), List.of());
        Index index = new Generator(gate()).generate(List.of(jars.resolve("hello.jar"), jars.resolve("world.jar")), catalog, terms);
        sign();
        return index;
    }

    public void sign() throws IOException {
        byte[] document = Files.readAllBytes(catalog.resolve(IndexFile.NAME));
        Files.write(catalog.resolve(IndexFile.NAME + SignatureFile.ENDING), new SignatureFile(List.of(signer.sign(document))).write());
    }

    public Gate gate() {
        return new Gate(temporary, Bounds.USUAL);
    }

    public Policy policy() {
        return new Policy(Policy.Unsigned.NOWHERE, List.of(new Policy.Catalog("acme-catalog", List.of(signer.publicKey()), 1)), List.of(), List.of(), Map.of(), false);
    }

    public Setting setting() {
        return setting(policy());
    }

    /** As patient as a busy machine needs it. */
    public Setting setting(Policy policy) {
        Reach reach = Reach.USUAL.within(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(60)).trying(3, Duration.ofMillis(10));
        return new Setting(new Trust(policy, new Memory(folder.resolve("state.json")), Clock.systemUTC()), reach, Bounds.USUAL, temporary, Optional.empty());
    }

    public Setting settingWithMaven(String repository) {
        Setting plain = setting();
        return new Setting(plain.trust(), plain.reach(), plain.bounds(), plain.temporary(), Optional.of(URI.create(repository)));
    }

    /** Everything in the catalog's folder, on a web server. */
    void serve(Shop shop, String at) throws IOException {
        try (var files = Files.walk(catalog)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                shop.serve(at + catalog.relativize(file), Files.readAllBytes(file));
            }
        }
    }
}
