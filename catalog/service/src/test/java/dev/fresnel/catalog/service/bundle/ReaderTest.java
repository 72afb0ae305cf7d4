package dev.fresnel.catalog.service.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.catalog.service.ledger.BundleStore;
import dev.fresnel.catalog.service.ledger.Checkpoint;
import dev.fresnel.switchboard.PluginJar;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of a file before it is installed. That archives are read strictly is tested beside the gate. */
class ReaderTest {
    private static final String GOOD = """
            Manifest-Version: 1.0
            Bundle-ManifestVersion: 2
            Bundle-SymbolicName: dev.example.hello
            Bundle-Version: 1.2.3
            Provide-Capability: osgi.service;objectClass:List<String>="a,b",fresnel.plugin;fresnel.plugin=hello;title="Hel;lo, you";summary="x"
            """;

    @TempDir
    Path folder;

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

    private Path zip(String manifest) throws Exception {
        Path file = folder.resolve("x.jar");
        try (OutputStream out = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            zip.write(lines(manifest).getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        return file;
    }

    @Test
    void theManifestSaysWhoItIs() throws Exception {
        Passport passport = Reader.check(zip(GOOD));
        assertThat(passport.id()).isEqualTo("hello");
        assertThat(passport.title()).isEqualTo("Hel;lo, you");
        assertThat(passport.version()).hasToString("1.2.3");
        assertThat(Reader.again(folder.resolve("x.jar"))).isEqualTo(passport);
    }

    @Test
    void aBundleThatIsNoPluginGoesByItsSymbolicNameAndVersion() throws Exception {
        Passport passport = Reader.check(zip(GOOD.replaceAll(",fresnel.plugin;.*", "")));
        assertThat(passport.plugin()).isFalse();
        assertThat(passport.id()).isEqualTo("dev-example-hello@1.2.3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "fresnel.plugin=hello;|fresnel.plugin=Hello;|an id that is none",
        "Bundle-SymbolicName: dev.example.hello|Fragment-Host: system.bundle|no Bundle-SymbolicName",
        "Bundle-SymbolicName: dev.example.hello|Bundle-SymbolicName: org.apache.felix.framework|which is the framework",
        "Bundle-Version: 1.2.3|Fragment-Host: system.bundle; extension:=framework|is a fragment of the framework",
        "Bundle-Version: 1.2.3|Fragment-Host: dev.fresnel.http|is a fragment of dev.fresnel.http",
        "Bundle-Version: 1.2.3|Export-Package: dev.fresnel.api.http;version=\"9\"|exports package dev.fresnel.api.http",
        "Bundle-Version: 1.2.3|Export-Package: a.b;c.d;version=1,org.osgi.framework|exports package org.osgi.framework",
        "Bundle-Version: 1.2.3|DynamicImport-Package: *|imports packages dynamically",
        "Bundle-Version: 1.2.3|Import-Package: java.util,dev.fresnel.spi.transport;version=\"[0.1,1)\"|for the platform alone",
        "Bundle-Version: 1.2.3|Bundle-Version: one|no version",
        "Bundle-ManifestVersion: 2|Bundle-ManifestVersion: 1|no OSGi bundle",
    })
    void manifestsThatBreakARuleAreRefused(String from, String to, String reason) throws Exception {
        assertThat(GOOD).contains(from);
        Path file = zip(GOOD.replace(from, to));
        assertThatThrownBy(() -> Reader.check(file)).isInstanceOf(Refused.class).hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "System.exit(1)|uses java.lang.System.exit, which ends the whole server",
        "new java.util.Timer()|uses java.util.Timer, which has a thread that nobody ends",
        "Runtime.getRuntime().addShutdownHook(new Thread())|uses java.lang.Runtime.addShutdownHook, which stays",
        "java.lang.ref.Cleaner.create()|uses java.lang.ref.Cleaner",
        "new ArrayList<String>().parallelStream()|java.util.ArrayList",
        "new ProcessBuilder(\"x\")|uses java.lang.ProcessBuilder without asking for the capability process",
        "java.lang.foreign.Linker.nativeLinker()|uses java.lang.foreign.Linker without asking for the capability native",
    })
    void classesThatDoWhatNobodyAskedForAreRefused(String code, String reason) throws Exception {
        Path jar = PluginJar.of("hello").answers("x").type("Bad", "public class Bad { public void bad() throws Exception { " + code + "; } }").build(folder);
        if (reason.equals("java.util.ArrayList")) { // called through another type: not found, and nobody claims more
            assertThat(Reader.check(jar).id()).isEqualTo("hello");
            return;
        }
        assertThatThrownBy(() -> Reader.check(jar)).isInstanceOf(Refused.class).hasMessageContaining(reason);
    }

    @Test
    void whatIsAskedForIsAllowed() throws Exception {
        Path jar = PluginJar.of("hello").type("Runs", "public class Runs { public void run() throws Exception { new ProcessBuilder(\"x\").start(); } }")
                .resource("plugin.json", "{\"contract\":1,\"asks\":[\"process\"]}").build(folder);
        assertThat(Reader.check(jar).asks()).containsExactly("process");
    }

    @Test
    void aStoredFileThatWasChangedIsNotInstalled() throws Exception {
        var store = new BundleStore(folder.resolve("store"), Checkpoint.NONE);
        var draft = store.draft(zip(GOOD));
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
}
