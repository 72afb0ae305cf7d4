package dev.fresnel.catalog.index.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.catalog.index.archive.Zip;
import dev.fresnel.catalog.index.source.World;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line, as its user types it. */
class MainTest {
    @TempDir
    Path folder;

    private String out = "";
    private String err = "";

    private int run(String... args) {
        var outBytes = new ByteArrayOutputStream();
        var errBytes = new ByteArrayOutputStream();
        int code = Main.run(Stream.of(args).map(arg -> arg.replace("@", folder.toString())).toList(), new PrintStream(outBytes, true, StandardCharsets.UTF_8), new PrintStream(errBytes, true, StandardCharsets.UTF_8));
        out = outBytes.toString(StandardCharsets.UTF_8);
        err = errBytes.toString(StandardCharsets.UTF_8);
        return code;
    }

    private void done(String... args) {
        assertThat(run(args)).as(err).isZero();
    }

    @BeforeEach
    void jars() throws Exception {
        Files.createDirectories(folder.resolve("jars"));
        Files.write(folder.resolve("jars/hello.jar"), World.jar("hello", "1.0.0"));
        Files.write(folder.resolve("jars/world.jar"), World.jar("world", "2.0.0"));
        done("keygen", "@/catalog.key");
        done("keygen", "@/acme.key");
    }

    private void publish(String version, Instant issued) {
        done("generate", "--out", "@/site", "--name", "acme-catalog", "--version", version, "--issued", issued.toString(), "--publisher", "acme", "--key", "@/acme.key", "--namespace=hello", "--namespace", "world",
                "--namespace", "dev.acme.*", "@/jars");
        done("sign", "--key", "@/catalog.key", "@/site/index.json");
    }

    private void trust() throws Exception {
        String key = Files.readString(folder.resolve("catalog.key.pub")).replaceAll("-----.*?-----|\\s", "");
        Files.writeString(folder.resolve("trust.json"), "{\"catalogs\": [{\"name\": \"acme-catalog\", \"keys\": [\"" + key + "\"]}]}");
    }

    @Test
    void fromJarsToAMirror() throws Exception {
        publish("1", Instant.now());
        trust();
        done("verify", "--trust", "@/trust.json", "@/site");
        assertThat(out).contains("acme-catalog version 1", "hello 1.0.0", "by acme");
        done("mirror", "--trust", "@/trust.json", "--state", "@/state.json", "@/site", "@/mirror");
        assertThat(folder.resolve("mirror/index.json")).hasSameBinaryContentAs(folder.resolve("site/index.json"));
        done("mirror", "--trust", "@/trust.json", "@/mirror", "@/carried.zip");
        done("verify", "--trust", "@/trust.json", "@/carried.zip");
        done("mirror", "--trust", "@/trust.json", "@/carried.zip", "@/again");
        assertThat(folder.resolve("again/bundles/hello-1.0.0.jar")).hasSameBinaryContentAs(folder.resolve("jars/hello.jar"));
        done("mirror", "--trust", "@/trust.json", "@/again", "@/carried2.zip");
        assertThat(folder.resolve("carried2.zip")).hasSameBinaryContentAs(folder.resolve("carried.zip"));
    }

    @Test
    void librariesOfOthersComeAlong() throws Exception {
        Files.write(folder.resolve("jars/library.jar"), Zip.bundle("Bundle-ManifestVersion: 2\r\nBundle-SymbolicName: org.example.library\r\nBundle-Version: 3\r\n").bytes());
        publish("1", Instant.now());
        trust();
        done("verify", "--trust", "@/trust.json", "@/site");
        assertThat(out.lines().filter(line -> line.contains("org-example-library 3.0.0"))).singleElement().asString().doesNotContain("by acme");
    }

    @Test
    void aTamperedMirrorIsRefusedWhereItArrives() throws Exception {
        publish("1", Instant.now());
        trust();
        done("mirror", "--trust", "@/trust.json", "@/site", "@/mirror");
        Path jar = folder.resolve("mirror/bundles/world-2.0.0.jar");
        byte[] bytes = Files.readAllBytes(jar);
        bytes[40] ^= 1;
        Files.write(jar, bytes);
        assertThat(run("verify", "--trust", "@/trust.json", "@/mirror")).isEqualTo(1);
        assertThat(err).contains("DIGEST_WRONG");
        done("mirror", "--trust", "@/trust.json", "@/site", "@/mirror"); // and made whole again
        Files.writeString(folder.resolve("mirror/index.json"), Files.readString(folder.resolve("mirror/index.json")).replace("Title of world", "Title of wurld"));
        assertThat(run("verify", "--trust", "@/trust.json", "@/mirror")).isEqualTo(1);
        assertThat(err).contains("SIGNATURE_WRONG");
        Files.delete(folder.resolve("mirror/index.json.sig"));
        assertThat(run("verify", "--trust", "@/trust.json", "@/mirror")).isEqualTo(1);
        assertThat(err).contains("SIGNATURE_MISSING");
    }

    @Test
    void expiredAndOlder() throws Exception {
        trust();
        publish("5", Instant.now().minus(Duration.ofDays(8)));
        assertThat(run("verify", "--trust", "@/trust.json", "@/site")).isEqualTo(1);
        assertThat(err).contains("INDEX_EXPIRED");
        publish("5", Instant.now());
        done("verify", "--trust", "@/trust.json", "--state", "@/state.json", "@/site");
        publish("4", Instant.now());
        assertThat(run("verify", "--trust", "@/trust.json", "--state", "@/state.json", "@/site")).isEqualTo(1);
        assertThat(err).contains("INDEX_OLDER");
    }

    @Test
    void keysChange() throws Exception {
        trust();
        done("keygen", "@/next.key");
        publish("1", Instant.now());
        done("rotate", "--catalog", "acme-catalog", "--number", "1", "--key", "@/catalog.key", "--out", "@/site", "@/next.key.pub");
        assertThat(run("verify", "--trust", "@/trust.json", "--state", "@/state.json", "@/site")).isEqualTo(1);
        assertThat(err).contains("KEY_UNKNOWN");
        done("sign", "--key", "@/next.key", "@/site/index.json");
        done("verify", "--trust", "@/trust.json", "--state", "@/state.json", "@/site");
        done("mirror", "--trust", "@/trust.json", "@/site", "@/mirror");
        assertThat(folder.resolve("mirror/keys.json.sig")).exists();
    }

    @Test
    void theSameInputGivesTheSameBytes() throws Exception {
        Instant issued = Instant.parse("2026-01-01T00:00:00Z");
        publish("1", issued);
        Files.move(folder.resolve("site"), folder.resolve("first"));
        publish("1", issued);
        for (String name : List.of("index.json", "index.json.sig", "bundles/hello-1.0.0.jar")) {
            assertThat(folder.resolve("site").resolve(name)).hasSameBinaryContentAs(folder.resolve("first").resolve(name));
        }
    }

    @Test
    void revocation() throws Exception {
        trust();
        publish("1", Instant.now());
        String digest = dev.fresnel.catalog.index.archive.Digests.sha256(folder.resolve("jars/hello.jar"));
        done("generate", "--out", "@/site", "--name", "acme-catalog", "--version", "2", "--publisher", "acme", "--key", "@/acme.key", "--namespace=hello", "--namespace=world", "--namespace=dev.acme.*",
                "--revoke", digest + "=reads Secrets", "@/jars");
        done("sign", "--key", "@/catalog.key", "@/site/index.json");
        assertThat(run("verify", "--trust", "@/trust.json", "@/site")).isEqualTo(1);
        assertThat(err).contains("REVOKED", "reads Secrets");
    }

    @Test
    void keysAreSecretAndNotOverwritten() throws Exception {
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("acme.key")))).isEqualTo("rw-------");
        }
        assertThat(run("keygen", "@/acme.key")).isEqualTo(1);
        assertThat(err).contains("not overwritten");
    }

    @Test
    void aJarWithItsSignatureBeside() throws Exception {
        done("sign", "--publisher", "acme", "--key", "@/acme.key", "@/jars/hello.jar");
        String key = Files.readString(folder.resolve("acme.key.pub")).replaceAll("-----.*?-----|\\s", "");
        Files.writeString(folder.resolve("trust.json"), "{\"publishers\": [{\"name\": \"acme\", \"keys\": [\"" + key + "\"], \"namespaces\": [\"hello\", \"dev.acme.*\"]}]}");
        done("verify", "--trust", "@/trust.json", "@/jars/hello.jar");
        assertThat(run("verify", "--trust", "@/trust.json", "@/jars")).isEqualTo(1);
        assertThat(err).contains("SIGNATURE_MISSING", "world");
    }

    @Test
    void mistakes() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("--help")).isZero();
        assertThat(out).contains("publish-oci");
        assertThat(run("nonsense")).isEqualTo(2);
        assertThat(run("generate", "--nonsense", "x")).isEqualTo(2);
        assertThat(err).contains("--nonsense").hasLineCount(1);
        assertThat(run("verify")).isEqualTo(2);
        assertThat(run("verify", "@/nothing")).isEqualTo(1);
        assertThat(run("mirror", "@/jars", "@/mirror")).isEqualTo(1);
        assertThat(err).contains("no index");
        assertThat(run("sign", "--key", "@/missing", "@/jars/hello.jar")).isEqualTo(1);
    }
}
