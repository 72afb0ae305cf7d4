package dev.fresnel.catalog.index.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.Look;
import dev.fresnel.catalog.api.Progress;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.api.Source;
import dev.fresnel.catalog.api.Verdict;
import dev.fresnel.catalog.index.archive.Digests;
import dev.fresnel.catalog.index.trust.SignatureFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Catalogs and bundles in a real OCI registry. */
@Timeout(300)
class RegistryTest {
    @TempDir
    Path folder;

    private World world;

    @BeforeEach
    void open() throws Exception {
        boolean there = RealRegistry.program().isPresent();
        if (!there && System.getenv().getOrDefault("FRESNEL_REQUIRE", "").contains("registry")) {
            throw new AssertionError("docker-registry is not installed, and FRESNEL_REQUIRE asks for it");
        }
        assumeTrue(there, "docker-registry is not installed");
        world = new World(folder);
    }

    private static void refused(Reason reason, ThrowingCallable call) {
        assertThatExceptionOfType(Refusal.class).isThrownBy(call).satisfies(refusal -> assertThat(refusal.reason()).as(refusal.words()).isEqualTo(reason));
    }

    private void push(String to, Reach reach) throws Exception {
        try (var push = new Push(OciAddress.parse(to), reach)) {
            push.catalog(world.catalog);
        }
    }

    @Test
    void aCatalog() throws Exception {
        try (var registry = new RealRegistry(folder, List.of())) {
            String address = "oci:" + registry.host() + "/acme/catalog:stable";
            push(address, world.setting().reach());
            push(address, world.setting().reach()); // what is there is not sent again, and is no error
            try (Source source = new Sources(world.setting()).open(address)) {
                Look look = source.look();
                assertThat(look.verdict().trust()).isEqualTo(Verdict.Trust.TRUSTED);
                assertThat(look.entries()).extracting(Entry::id).containsExactly("hello", "world");
                for (Entry entry : look.entries()) {
                    Path target = folder.resolve(entry.id());
                    source.fetch(entry, target, Progress.NONE);
                    assertThat(Digests.sha256(target)).isEqualTo(entry.sha256());
                }
                world.publish(2, Instant.now());
                push(address, world.setting().reach());
                assertThat(source.look().index().orElseThrow().version()).isEqualTo(2);
            }
        }
    }

    @Test
    void oneBundleByTagAndByDigest() throws Exception {
        Path jar = folder.resolve("jars/hello.jar");
        Files.write(jar.resolveSibling("hello.jar.sig"), new SignatureFile.Beside("acme", List.of(world.publisher.seal(Digests.sha256(jar)))).write());
        try (var registry = new RealRegistry(folder, List.of())) {
            String digest;
            try (var push = new Push(OciAddress.parse("oci:" + registry.host() + "/acme/hello:1.0.0"), world.setting().reach())) {
                digest = push.bundle(jar);
            }
            for (String reference : List.of(":1.0.0", "@" + digest)) {
                try (Source source = new Sources(world.setting()).open("oci:" + registry.host() + "/acme/hello" + reference)) {
                    Entry hello = source.look().entries().getFirst();
                    assertThat(hello.publisher()).isEqualTo("acme");
                    assertThat(hello.seals()).hasSize(1);
                    Path target = folder.resolve("arrived.jar");
                    source.fetch(hello, target, Progress.NONE);
                    assertThat(target).hasSameBinaryContentAs(jar);
                    Files.delete(target);
                }
            }
            try (Source source = new Sources(world.setting()).open("oci:" + registry.host() + "/acme/nothing:1")) {
                refused(Reason.SOURCE_MISSING, source::look);
            }
        }
    }

    /** Bytes changed in the registry's own store. */
    @Test
    void tampering() throws Exception {
        try (var registry = new RealRegistry(folder, List.of())) {
            String address = "oci:" + registry.host() + "/acme/catalog:1";
            push(address, world.setting().reach());
            try (Source source = new Sources(world.setting()).open(address)) {
                Entry hello = source.look().entries().getFirst();
                byte[] other = World.jar("hello", "1.0.0");
                other[other.length / 2] ^= 1;
                Path blob = folder.resolve("registry/docker/registry/v2/blobs/sha256/" + hello.sha256().substring(0, 2) + "/" + hello.sha256() + "/data");
                Files.write(folder.resolve("changed"), other);
                Files.move(folder.resolve("changed"), blob, StandardCopyOption.REPLACE_EXISTING);
                Path target = folder.resolve("arrived.jar");
                refused(Reason.DIGEST_WRONG, () -> source.fetch(hello, target, Progress.NONE));
                assertThat(target).doesNotExist();
            }
        }
    }

    @Test
    void passwords() throws Exception {
        Files.writeString(folder.resolve("htpasswd"), "u:$2b$04$1DLhfQ1V8nQPkyQ8GupP3.j4UkuIq4BDFS.Doe.7XbarxA1MZNBJ.\n"); // bcrypt of "p"
        try (var registry = new RealRegistry(folder, List.of("  htpasswd: {realm: test, path: " + folder.resolve("htpasswd") + "}"))) {
            String address = "oci:" + registry.host() + "/acme/catalog:1";
            Setting nobody = world.setting();
            refused(Reason.SOURCE_DENIED, () -> push(address, nobody.reach()));
            Path file = folder.resolve("credentials.json");
            Files.writeString(file, "{\"auths\": {\"%s\": {\"username\": \"u\", \"password\": \"p\"}}}".formatted(registry.host()));
            Setting known = nobody.reaching(nobody.reach().with(Credentials.read(file)));
            push(address, known.reach());
            try (Source denied = new Sources(nobody).open(address); Source source = new Sources(known).open(address)) {
                refused(Reason.SOURCE_DENIED, denied::look);
                assertThat(source.look().entries()).hasSize(2);
            }
        }
    }

    /** The flow of the distribution project, played by a server that knows it from the other side. */
    @Test
    void tokens() throws Exception {
        byte[] jar = World.jar("hello", "1.0.0");
        String digest = "sha256:" + Digests.sha256(jar);
        byte[] manifest = new Artifact(Artifact.PLUGIN, List.of(new Artifact.Layer("hello.jar", "application/java-archive", digest, jar.length))).write();
        try (var shop = new Shop()) {
            guarded(shop, "/v2/acme/hello/manifests/1", manifest);
            guarded(shop, "/v2/acme/hello/blobs/" + digest, jar);
            shop.on("/token", exchange -> {
                boolean known = "Basic dTpw".equals(exchange.getRequestHeaders().getFirst("Authorization")); // u:p
                byte[] answer = "{\"token\": \"for acme\"}".getBytes();
                exchange.sendResponseHeaders(known ? 200 : 401, known ? answer.length : -1);
                if (known) {
                    exchange.getResponseBody().write(answer);
                }
            });
            Path file = folder.resolve("credentials.json");
            Files.writeString(file, "{\"auths\": {\"127.0.0.1:%d\": {\"auth\": \"dTpw\"}}}".formatted(shop.port()));
            Setting setting = world.setting();
            String address = "oci:127.0.0.1:" + shop.port() + "/acme/hello:1";
            try (Source source = new Sources(setting.reaching(setting.reach().with(Credentials.read(file)))).open(address)) {
                Path target = folder.resolve("arrived.jar");
                source.fetch(source.look().entries().getFirst(), target, Progress.NONE);
                assertThat(target).hasBinaryContent(jar);
                assertThat(shop.asked()).extracting(Shop.Asked::path).contains("/token?service=registry&scope=repository%3Aacme%2Fhello%3Apull");
            }
            try (Source source = new Sources(setting).open(address)) {
                refused(Reason.SOURCE_DENIED, source::look);
            }
        }
    }

    private static void guarded(Shop shop, String path, byte[] bytes) {
        shop.on(path, exchange -> {
            if ("Bearer for acme".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(200, exchange.getRequestMethod().equals("HEAD") ? -1 : bytes.length);
                if (!exchange.getRequestMethod().equals("HEAD")) {
                    exchange.getResponseBody().write(bytes);
                }
            } else {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Bearer realm=\"" + shop.address() + "/token\",service=\"registry\",scope=\"repository:acme/hello:pull\"");
                exchange.sendResponseHeaders(401, -1);
            }
        });
    }

    /** A registry that wants our credentials for somebody else's address. */
    @Test
    void tokensFromUnsafePlaces() throws Exception {
        try (var shop = new Shop()) {
            shop.on("/v2/acme/hello/manifests/1", exchange -> {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Bearer realm=\"http://collector.example/token\",service=\"x\"");
                exchange.sendResponseHeaders(401, -1);
            });
            try (Source source = new Sources(world.setting()).open("oci:127.0.0.1:" + shop.port() + "/acme/hello:1")) {
                refused(Reason.SOURCE_DENIED, source::look);
            }
        }
    }

    @Test
    void addresses() throws Exception {
        assertThat(OciAddress.parse("oci:registry.example/a/b:1").base()).hasToString("https://registry.example/v2/a/b/");
        assertThat(OciAddress.parse("oci:registry.example:5000/a").reference()).isEqualTo("latest");
        for (String wrong : List.of("oci:host", "oci:host/Name", "oci:host/a/../b", "oci:host/a@sha256:12", "oci:host/a:", "oci:u:p@host/a")) {
            refused(Reason.SOURCE_INVALID, () -> OciAddress.parse(wrong));
        }
    }
}
