package dev.fresnel.catalog.service.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.catalog.service.ledger.BundleStore;
import dev.fresnel.catalog.service.ledger.Checkpoint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTest {
    private static final String GOOD = """
            Manifest-Version: 1.0
            Bundle-ManifestVersion: 2
            Bundle-SymbolicName: dev.example.hello
            Bundle-Version: 1.2.3
            Provide-Capability: osgi.service;objectClass:List<String>="a,b",fresnel.plugin;fresnel.plugin=hello;title="Hel;lo, you";summary="x"
            """;

    @TempDir
    Path folder;

    private static Passport passport(String manifest) throws Exception {
        return Passport.of(new Manifest(new ByteArrayInputStream(lines(manifest).getBytes(StandardCharsets.UTF_8))).getMainAttributes());
    }

    /** Manifests break their lines at 72 bytes. */
    private static String lines(String manifest) {
        var text = new StringBuilder();
        for (String line : manifest.lines().toList()) {
            String rest = line;
            while (rest.length() > 70) {
                text.append(rest, 0, 70).append("\r\n ");
                rest = rest.substring(70);
            }
            text.append(rest).append("\r\n");
        }
        return text.toString();
    }

    private Path zip(Map<String, String> entries) throws Exception {
        Path file = folder.resolve("x.jar");
        try (OutputStream out = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(out)) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return file;
    }

    private Map<String, String> good() {
        var entries = new LinkedHashMap<String, String>();
        entries.put("META-INF/MANIFEST.MF", lines(GOOD));
        entries.put("a/B.class", "x");
        return entries;
    }

    @Test
    void theManifestSaysWhoItIs() throws Exception {
        Passport passport = new Archive(zip(good())).check();
        assertThat(passport.id()).isEqualTo("hello");
        assertThat(passport.title()).isEqualTo("Hel;lo, you");
        assertThat(passport.version()).hasToString("1.2.3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/../../x", "/etc/passwd", "a\\..\\x", "C:x", "a/./b", "a\u0000b"})
    void namesThatPointOutsideAreRefused(String name) throws Exception {
        var entries = good();
        entries.put(name, "x");
        Path file = zip(entries);
        assertThatThrownBy(() -> new Archive(file).check()).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "fresnel.plugin=hello;|fresnel.plugin=Hello;|no plugin id",
        "Bundle-SymbolicName: dev.example.hello|Fragment-Host: system.bundle|no Bundle-SymbolicName",
        "Bundle-Version: 1.2.3|Fragment-Host: system.bundle; extension:=framework|is a fragment of the framework",
        "Bundle-Version: 1.2.3|Fragment-Host: dev.fresnel.http|is a fragment of dev.fresnel.http",
        "Bundle-SymbolicName: dev.example.hello|Bundle-SymbolicName: org.apache.felix.framework|which is the framework",
        "Bundle-Version: 1.2.3|Export-Package: dev.fresnel.api.http;version=\"9\"|exports package dev.fresnel.api.http",
        "Bundle-Version: 1.2.3|Export-Package: a.b;c.d;version=1,org.osgi.framework|exports package org.osgi.framework",
        "Bundle-Version: 1.2.3|DynamicImport-Package: *|imports packages dynamically",
        "Bundle-Version: 1.2.3|Import-Package: java.util,dev.fresnel.spi.transport;version=\"[0.1,1)\"|for the platform alone",
        "Bundle-Version: 1.2.3|Bundle-Version: one|no version",
        "Bundle-ManifestVersion: 2|Bundle-ManifestVersion: 1|no OSGi bundle",
    })
    void manifestsThatBreakARuleAreRefused(String from, String to, String reason) {
        assertThat(GOOD).contains(from);
        assertThatThrownBy(() -> passport(GOOD.replace(from, to))).isInstanceOf(Refused.class).hasMessageContaining(reason);
    }

    @Test
    void tooManyEntriesTooMuchInsideAndDamageAreRefused() throws Exception {
        var many = good();
        for (int i = 0; i < Archive.ENTRIES; i++) {
            many.put("n" + i, "");
        }
        Path crowded = zip(many);
        assertThatThrownBy(() -> new Archive(crowded).check()).hasMessageContaining("entries");

        Path bomb = folder.resolve("bomb.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
            zip.putNextEntry(new ZipEntry("zeros"));
            var zeros = new byte[1 << 20];
            for (int i = 0; i < 201; i++) {
                zip.write(zeros);
            }
            zip.closeEntry();
        }
        assertThatThrownBy(() -> new Archive(bomb).check()).hasMessageContaining("200 MB");

        String word = "a text that zip keeps as it is, and that somebody changes";
        var content = word.getBytes(StandardCharsets.UTF_8);
        var sum = new CRC32();
        sum.update(content);
        var stored = new ZipEntry("text");
        stored.setMethod(ZipEntry.STORED);
        stored.setSize(content.length);
        stored.setCrc(sum.getValue());
        Path damaged = folder.resolve("damaged.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(damaged))) {
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            zip.write(lines(GOOD).getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(stored);
            zip.write(content);
        }
        assertThat(new Archive(damaged).check().id()).isEqualTo("hello");
        String bytes = new String(Files.readAllBytes(damaged), StandardCharsets.ISO_8859_1);
        Files.write(damaged, bytes.replace("keeps", "loses").getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> new Archive(damaged).check()).hasMessageContaining("text is damaged");
    }

    @Test
    void aSecondEntryOfTheSameNameIsRefused() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : new String[] {"META-INF/MANIFEST.MF", "twin1", "twin2"}) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(lines(GOOD).getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        String text = bytes.toString(StandardCharsets.ISO_8859_1).replace("twin2", "twin1");
        Path file = Files.write(folder.resolve("twins.jar"), text.getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> new Archive(file).check()).hasMessageContaining("twice");
    }

    @Test
    void aStoredFileThatWasChangedIsNotInstalled() throws Exception {
        var store = new BundleStore(folder.resolve("store"), Checkpoint.NONE);
        var draft = store.draft(zip(good()));
        store.keep(draft);
        try (var in = store.open(draft.digest())) {
            assertThat(in.readAllBytes()).isNotEmpty();
        }
        assertThat(store.known(folder.resolve("x.jar")).checked()).as("the same bytes again").isTrue();
        assertThat(Files.getPosixFilePermissions(folder.resolve("store"))).hasSize(3);
        assertThat(Files.getPosixFilePermissions(store.path(draft.digest()))).hasSize(2);
        Files.writeString(store.path(draft.digest()), "something else");
        try (var in = store.open(draft.digest())) {
            assertThatThrownBy(in::readAllBytes).isInstanceOf(BundleStore.Tampered.class).hasMessageContaining("no longer what was checked");
        }
        store.keep(store.draft(folder.resolve("x.jar")));
        try (var in = store.open(draft.digest())) {
            assertThat(in.readAllBytes()).as("the file of the folder heals the store").isNotEmpty();
        }
    }

    @Test
    void aBundleThatIsNoPluginGoesByItsSymbolicNameAndVersion() throws Exception {
        Passport passport = passport(GOOD.replaceAll(",fresnel.plugin;.*", ""));
        assertThat(passport.plugin()).isFalse();
        assertThat(passport.id()).isEqualTo("dev.example.hello@1.2.3");
    }
}
