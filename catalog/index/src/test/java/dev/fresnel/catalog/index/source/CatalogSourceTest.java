package dev.fresnel.catalog.index.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fresnel.catalog.api.Ask;
import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.Look;
import dev.fresnel.catalog.api.Progress;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.api.Source;
import dev.fresnel.catalog.api.Verdict;
import dev.fresnel.catalog.index.IndexFile;
import dev.fresnel.catalog.index.archive.BundleFile;
import dev.fresnel.catalog.index.trust.Policy;
import dev.fresnel.catalog.index.trust.SignatureFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Catalogs on disk and on web servers. */
@Timeout(180)
class CatalogSourceTest {
    @TempDir
    Path folder;

    private World world;
    private Shop shop;
    private Path target;

    @BeforeEach
    void open() throws Exception {
        world = new World(folder);
        shop = new Shop();
        world.serve(shop, "/c/");
        target = folder.resolve("arrived.jar");
    }

    @AfterEach
    void nothingStays() throws Exception {
        shop.close();
        try (var left = Files.list(world.temporary)) {
            assertThat(left).isEmpty();
        }
    }

    private Source source(String text) throws Refusal {
        return new Sources(world.setting()).open(text);
    }

    private static void refused(Reason reason, ThrowingCallable call) {
        assertThatExceptionOfType(Refusal.class).isThrownBy(call).satisfies(refusal -> assertThat(refusal.reason()).as(refusal.words()).isEqualTo(reason));
    }

    private void arrives(Source source) throws Exception {
        Look look = source.look();
        assertThat(look.verdict().trust()).isEqualTo(Verdict.Trust.TRUSTED);
        assertThat(look.entries()).extracting(Entry::id).containsExactly("hello", "world");
        Entry hello = look.entries().getFirst();
        assertThat(hello.asks()).containsExactly(new Ask("outbound", List.of("api.acme.example")));
        assertThat(hello.title()).isEqualTo("Title of hello");
        assertThat(hello.readme()).isEqualTo("# hello");
        assertThat(hello.changelog()).isEqualTo("- first");
        assertThat(hello.license()).isEqualTo("Apache-2.0");
        var seen = new AtomicLong();
        source.fetch(hello, target, (done, total) -> seen.set(done));
        assertThat(seen.get()).isEqualTo(hello.size()).isEqualTo(Files.size(target));
        BundleFile.open(target, world.gate()).mustBe(hello);
        Files.delete(target);
    }

    @Test
    void aFolderThatIsACatalog() throws Exception {
        try (Source source = source(world.catalog.toString())) {
            assertThat(source.kind()).isEqualTo(Source.Kind.FOLDER);
            arrives(source);
        }
        try (Source source = source(world.catalog.resolve(IndexFile.NAME).toUri().toString())) {
            arrives(source);
        }
    }

    @Test
    void aWebServer() throws Exception {
        for (String address : List.of("/c/", "/c", "/c/index.json")) {
            try (Source source = source(shop.address() + address)) {
                assertThat(source.kind()).isEqualTo(Source.Kind.CATALOG);
                arrives(source);
            }
        }
    }

    @Test
    void whatDidNotChangeIsNotTransferredAgain() throws Exception {
        try (Source source = source(shop.address() + "/c/")) {
            source.look();
            shop.asked().clear();
            assertThat(source.look().entries()).hasSize(2);
            assertThat(shop.asked().stream().filter(asked -> asked.path().startsWith("/c/index.json"))).hasSize(2).allMatch(asked -> !asked.header("If-None-Match").isEmpty());
        }
    }

    @Test
    void aNewIndexIsSeen() throws Exception {
        try (Source source = source(shop.address() + "/c/")) {
            assertThat(source.look().index().orElseThrow().version()).isEqualTo(1);
            world.publish(2, Instant.now());
            world.serve(shop, "/c/");
            assertThat(source.look().index().orElseThrow().version()).isEqualTo(2);
        }
    }

    @Test
    void theServerGoesBackToAnOldIndex() throws Exception {
        try (Source source = source(shop.address() + "/c/")) {
            byte[] index = Files.readAllBytes(world.catalog.resolve("index.json"));
            byte[] signature = Files.readAllBytes(world.catalog.resolve("index.json.sig"));
            world.publish(2, Instant.now());
            world.serve(shop, "/c/");
            source.look();
            shop.serve("/c/index.json", index).serve("/c/index.json.sig", signature);
            refused(Reason.INDEX_OLDER, source::look);
        }
    }

    @Test
    void indexAndSignatureThatDoNotBelongTogether() throws Exception {
        shop.serve("/c/index.json", new String(Files.readAllBytes(world.catalog.resolve("index.json"))).replace("Title of hello", "Title of jello").getBytes());
        try (Source source = source(shop.address() + "/c/")) {
            refused(Reason.SIGNATURE_WRONG, source::look);
        }
    }

    @Test
    void somebodyIsJustPublishing() throws Exception {
        byte[] good = Files.readAllBytes(world.catalog.resolve("index.json.sig"));
        byte[] stale = new SignatureFile(List.of(world.signer.sign("another".getBytes()))).write();
        var count = new AtomicInteger();
        shop.on("/c/index.json.sig", exchange -> {
            byte[] bytes = count.getAndIncrement() == 0 ? stale : good;
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        });
        try (Source source = source(shop.address() + "/c/")) {
            assertThat(source.look().verdict().allows()).isTrue();
        }
    }

    @Test
    void oneBitOfABundleChanged() throws Exception {
        Path jar = world.catalog.resolve("bundles/hello-1.0.0.jar");
        byte[] bytes = Files.readAllBytes(jar);
        bytes[bytes.length / 2] ^= 1;
        Files.write(jar, bytes);
        shop.serve("/c/bundles/hello-1.0.0.jar", bytes);
        for (String place : List.of(world.catalog.toString(), shop.address() + "/c/")) {
            try (Source source = source(place)) {
                Entry hello = source.look().entries().getFirst();
                refused(Reason.DIGEST_WRONG, () -> source.fetch(hello, target, Progress.NONE));
                assertThat(target).doesNotExist();
            }
        }
    }

    @Test
    void moreThanPromised() throws Exception {
        byte[] bytes = Arrays.copyOf(World.jar("hello", "1.0.0"), 100_000);
        shop.serve("/c/bundles/hello-1.0.0.jar", bytes);
        shop.on("/c/bundles/world-2.1.0.jar", exchange -> {
            exchange.sendResponseHeaders(200, 0); // chunked, without end
            while (true) {
                exchange.getResponseBody().write(new byte[8_192]);
            }
        });
        try (Source source = source(shop.address() + "/c/")) {
            for (Entry entry : source.look().entries()) {
                refused(Reason.SOURCE_TOO_LARGE, () -> source.fetch(entry, target, Progress.NONE));
                assertThat(target).doesNotExist();
            }
        }
    }

    @Test
    void whatBrokeOffGoesOn() throws Exception {
        byte[] bytes = World.jar("hello", "1.0.0");
        var ranges = new CopyOnWriteArrayList<String>();
        var arrived = new Semaphore(0);
        shop.on("/c/bundles/hello-1.0.0.jar", exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            ranges.add(String.valueOf(range));
            exchange.getResponseHeaders().add("ETag", "\"one\"");
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
            if (from > 0) {
                exchange.getResponseHeaders().add("Content-Range", "bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length);
            }
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, bytes.length - from);
            boolean last = ranges.size() == 3;
            exchange.getResponseBody().write(bytes, from, last ? bytes.length - from : 100);
            exchange.getResponseBody().flush();
            if (!last) {
                arrived.acquireUninterruptibly(); // the rest does not come: the connection closes
            }
        });
        try (Source source = source(shop.address() + "/c/")) {
            source.fetch(source.look().entries().getFirst(), target, (done, total) -> arrived.release());
            assertThat(target).hasBinaryContent(bytes);
            assertThat(ranges).containsExactly("null", "bytes=100-", "bytes=200-");
        }
    }

    @Test
    void busyServersAreTriedAgain() throws Exception {
        byte[] index = Files.readAllBytes(world.catalog.resolve("index.json"));
        var count = new AtomicInteger();
        shop.on("/c/index.json", exchange -> {
            boolean busy = count.getAndIncrement() < 2;
            exchange.sendResponseHeaders(busy ? 503 : 200, busy ? -1 : index.length);
            if (!busy) {
                exchange.getResponseBody().write(index);
            }
        });
        try (Source source = source(shop.address() + "/c/")) {
            assertThat(source.look().entries()).hasSize(2);
            assertThat(count).hasValue(3);
        }
    }

    @Test
    void serversThatAreGoneOrDeny() throws Exception {
        shop.on("/c/index.json", exchange -> exchange.sendResponseHeaders(503, -1));
        try (Source source = source(shop.address() + "/c/")) {
            refused(Reason.SOURCE_UNREACHABLE, source::look);
        }
        shop.on("/c/index.json", exchange -> exchange.sendResponseHeaders(403, -1));
        try (Source source = source(shop.address() + "/c/")) {
            refused(Reason.SOURCE_DENIED, source::look);
        }
        try (Source source = source(shop.address() + "/nothing/")) {
            refused(Reason.SOURCE_MISSING, source::look);
        }
        String gone = shop.address();
        shop.close();
        try (Source source = source(gone + "/c/")) {
            refused(Reason.SOURCE_UNREACHABLE, source::look);
        }
    }

    @Test
    void serversThatStall() throws Exception {
        var release = new CountDownLatch(1);
        shop.on("/c/bundles/hello-1.0.0.jar", exchange -> {
            exchange.sendResponseHeaders(200, 500);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        var setting = world.setting();
        var impatient = setting.reaching(setting.reach().within(Duration.ofSeconds(30), Duration.ofMillis(300), Duration.ofSeconds(30)).trying(1, Duration.ofMillis(1)));
        try (Source patient = source(shop.address() + "/c/"); Source source = new Sources(impatient).open(shop.address() + "/c/")) {
            Entry hello = patient.look().entries().getFirst();
            refused(Reason.SOURCE_TOO_SLOW, () -> source.fetch(hello, target, Progress.NONE));
            assertThat(target).doesNotExist();
        } finally {
            release.countDown();
        }
    }

    @Test
    void anIndexWithoutEnd() throws Exception {
        shop.on("/c/index.json", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(new byte[65_536]);
            }
        });
        try (Source source = source(shop.address() + "/c/")) {
            refused(Reason.SOURCE_TOO_LARGE, source::look);
        }
    }

    @Test
    void jarsOfAFolder() throws Exception {
        Path jars = folder.resolve("jars");
        Files.writeString(jars.resolve("broken.jar"), "no jar");
        Files.writeString(jars.resolve(".half.jar"), "not looked at");
        Files.write(jars.resolve("world.jar.sig"), new SignatureFile.Beside("acme", List.of(world.publisher.seal(dev.fresnel.catalog.index.archive.Digests.sha256(jars.resolve("world.jar"))))).write());
        try (Source source = source(jars.toString())) {
            Look look = source.look();
            assertThat(look.entries()).extracting(Entry::id).containsExactly("hello", "world");
            assertThat(look.entries()).extracting(Entry::publisher).containsExactly("", "acme");
            assertThat(look.problems()).singleElement().asString().startsWith("broken.jar is no jar");
            source.fetch(look.entries().getFirst(), target, Progress.NONE);
            assertThat(target).hasSameBinaryContentAs(jars.resolve("hello.jar"));
            Files.delete(jars.resolve("hello.jar"));
            Files.delete(jars.resolve("broken.jar"));
            assertThat(source.look().entries()).hasSize(1);
            assertThat(source.look().problems()).isEmpty();
        }
    }

    @Test
    void oneJar() throws Exception {
        try (Source source = source(folder.resolve("jars/hello.jar").toString())) {
            assertThat(source.kind()).isEqualTo(Source.Kind.FILE);
            source.fetch(source.look().entries().getFirst(), target, Progress.NONE);
            assertThat(target).exists();
        }
        refused(Reason.SOURCE_MISSING, () -> source(folder.resolve("none.jar").toString()).look());
        refused(Reason.SOURCE_INVALID, () -> source("gopher://example.org/"));
    }

    /** An index elsewhere cannot make us ask this machine. */
    @Test
    void locationsOnLoopbackAreOnlyForIndexesFromThere() throws Exception {
        try (Shop other = new Shop(); Source source = new Sources(world.setting(Policy.of(Policy.Unsigned.FOLDERS))).open(world.catalog.toString())) {
            other.serve("/hello.jar", World.jar("hello", "1.0.0"));
            Entry hello = source.look().entries().getFirst().withLocations(List.of(other.address() + "/hello.jar"));
            refused(Reason.ADDRESS_FORBIDDEN, () -> source.fetch(hello, target, Progress.NONE));
            assertThat(other.asked()).isEmpty();
        }
        try (Source source = source(shop.address() + "/c/")) {
            Entry hello = source.look().entries().getFirst().withLocations(List.of(shop.address() + "/c/bundles/hello-1.0.0.jar"));
            source.fetch(hello, target, Progress.NONE);
            assertThat(target).exists();
        }
    }
}
