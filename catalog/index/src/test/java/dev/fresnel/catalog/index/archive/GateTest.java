package dev.fresnel.catalog.index.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a bundle file may not be (security check 16). */
@Timeout(180)
class GateTest {
    @TempDir
    Path folder;

    @TempDir
    Path temporary;

    /** Whatever was refused, nothing is left of it. */
    @AfterEach
    void nothingStays() throws IOException {
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).isEmpty();
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).allMatch(file -> file.getFileName().toString().equals("some.jar"));
        }
    }

    private Gate gate() {
        return new Gate(temporary, Bounds.USUAL);
    }

    private Path file(byte[] bytes) {
        try {
            return Files.write(folder.resolve("some.jar"), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(Zip zip) {
        return file(zip.bytes());
    }

    /** Refused with this reason, within two seconds and without eating memory (the budget is for a quiet machine). */
    private void refused(Path file, Reason reason) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        long before = threads.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> gate().check(file)).satisfies(refusal -> assertThat(refusal.reason()).as(refusal.words()).isEqualTo(reason));
        if ("1".equals(System.getenv("FRESNEL_BUDGETS"))) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).as("bytes allocated, garbage included").isLessThan(100L << 20);
    }

    @Test
    void aBundlePasses() throws Exception {
        assertThat(gate().check(file(Zip.bundle().with("a/B.class", new byte[100])))).contains(entry("Bundle-SymbolicName", "dev.example.hello"));
    }

    @Test
    void aJarOfTheJdkPasses() throws Exception {
        byte[] jar = Zip.usual(zip -> {
            put(zip, "META-INF/", new byte[0]);
            put(zip, "META-INF/MANIFEST.MF", Zip.MANIFEST.getBytes());
            put(zip, "text", "text".repeat(1000).getBytes());
        });
        assertThat(gate().check(file(jar))).containsKey("Bundle-Version");
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) {
        try {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "/etc/passwd", "a\\b", "C:evil", "c:/evil", "a/./b", "a//b", "a\u0000b", "..", "a/..", "line\nbreak"})
    void namesThatPointOutside(String name) {
        refused(file(Zip.bundle().with(name, "x")), Reason.ARCHIVE_PATH);
    }

    @Test
    void symbolicLinksAndDevices() {
        refused(file(Zip.bundle().with("link", "/etc/passwd".getBytes(), entry -> unix(entry, 0120777))), Reason.ARCHIVE_LINK);
        refused(file(Zip.bundle().with("device", new byte[0], entry -> unix(entry, 0020666))), Reason.ARCHIVE_LINK);
    }

    /** As many jars on Maven Central have them: made before 2015. */
    @Test
    void foldersThatOldArchiversMarkedAsSockets() throws Exception {
        assertThat(gate().check(file(Zip.bundle().with("META-INF/maven/", new byte[0], entry -> unix(entry, 0140755))))).isNotEmpty();
    }

    private static void unix(Zip.Entry entry, int mode) {
        entry.madeBy = 3 << 8 | 20;
        entry.attributes = (long) mode << 16;
    }

    @Test
    void twoEntriesOfOneName() {
        refused(file(Zip.bundle().with("a", "1").with("a", "2")), Reason.ARCHIVE_DUPLICATE);
        refused(file(Zip.bundle().with("a", "1").with("a/", "")), Reason.ARCHIVE_DUPLICATE);
        refused(file(Zip.bundle().with("Read.me", "1").with("README.ME", "2").with("read.ME", "3")), Reason.ARCHIVE_CASE);
        refused(file(Zip.bundle().with("caf\u00e9", "1").with("cafe\u0301", "2")), Reason.ARCHIVE_CASE);
        refused(file(Zip.bundle().with("meta-inf/manifest.mf", "Bundle-SymbolicName: other\n")), Reason.ARCHIVE_CASE);
    }

    @Test
    void headersThatContradictTheDirectory() {
        refused(file(Zip.bundle().with("harmless", "x".getBytes(), entry -> entry.localName = "harmful!")), Reason.ARCHIVE_HEADERS);
        refused(file(Zip.bundle().with("a", "x".getBytes(), entry -> entry.localSize = 7)), Reason.ARCHIVE_HEADERS);
        refused(file(Zip.bundle().with("a", "x").counted(1)), Reason.ARCHIVE_HEADERS);
        refused(file(Zip.bundle().with("a", "x".getBytes(), entry -> entry.flags = 1)), Reason.ARCHIVE_HEADERS);
        refused(file(Zip.bundle().with("a", "x".getBytes(), entry -> entry.method = 12)), Reason.ARCHIVE_HEADERS);
    }

    @Test
    void bytesThatBelongToNoEntry() throws IOException {
        byte[] zip = Zip.bundle().bytes();
        refused(file(joined("#!/bin/sh\n".getBytes(), zip)), Reason.ARCHIVE_HEADERS);
        refused(file(joined(zip, "tail".getBytes())), Reason.ARCHIVE_HEADERS);
        refused(file(joined(zip, zip)), Reason.ARCHIVE_HEADERS);
    }

    private static byte[] joined(byte[] first, byte[] second) throws IOException {
        var out = new ByteArrayOutputStream();
        out.write(first);
        out.write(second);
        return out.toByteArray();
    }

    /** Too large as a file; where larger files are allowed, too many entries. */
    @Test
    void aMillionEntries() throws IOException {
        Path file = folder.resolve("some.jar");
        try (var zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20))) {
            for (int i = 0; i < 1_000_000; i++) {
                var entry = new ZipEntry(Integer.toString(i, 36));
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(0);
                entry.setCrc(0);
                zip.putNextEntry(entry);
            }
        }
        refused(file, Reason.ARCHIVE_TOO_LARGE);
        var patient = new Gate(temporary, new Bounds(1L << 30, 5_000, 200L << 20, 100));
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> patient.check(file)).satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Reason.ARCHIVE_ENTRIES));
    }

    @Test
    void tenThousandEntriesThatCallThemselvesTen() {
        var zip = Zip.bundle();
        for (int i = 0; i < 10_000; i++) {
            zip.with("e" + i, "");
        }
        refused(file(zip), Reason.ARCHIVE_ENTRIES);
        refused(file(zip.counted(10)), Reason.ARCHIVE_HEADERS);
    }

    @Test
    void fourGigabytesDeclared() {
        refused(file(Zip.bundle().with("big", "x".getBytes(), entry -> entry.size = 0xffff_fffeL)), Reason.ARCHIVE_RATIO);
        refused(file(Zip.bundle().with("big", "x".getBytes(), entry -> entry.size = 0xffff_ffffL)), Reason.ARCHIVE_INFLATED);
    }

    @Test
    void moreThanItSays() {
        refused(file(Zip.bundle().with("bomb", new byte[5 << 20], entry -> entry.size = 100)), Reason.ARCHIVE_INFLATED);
        refused(file(Zip.bundle().with("liar", "abc".getBytes(), entry -> entry.size = 4)), Reason.ARCHIVE_DAMAGED);
    }

    @Test
    void zipBombs() {
        refused(file(Zip.bundle().with("zeros", new byte[50 << 20])), Reason.ARCHIVE_RATIO);
        var many = Zip.bundle();
        byte[] compressible = halfRandom(1 << 20);
        for (int i = 0; i < 210; i++) {
            many.with("part" + i, compressible);
        }
        refused(file(many), Reason.ARCHIVE_INFLATED);
    }

    /** Unpacks to less than 100 times its size. */
    private static byte[] halfRandom(int size) {
        var bytes = new byte[size];
        var noise = new byte[size / 20];
        new Random(7).nextBytes(noise);
        System.arraycopy(noise, 0, bytes, 0, noise.length);
        return bytes;
    }

    @Test
    void overlappingEntries() {
        byte[] zip = Zip.bundle().with("a", "first").with("b", "second").bytes();
        // the last line of the directory points to where "a" begins
        int last = zip.length - 22 - 46 - 1;
        int first = last - 46 - 1;
        System.arraycopy(zip, first + 42, zip, last + 42, 4);
        refused(file(zip), Reason.ARCHIVE_HEADERS);
    }

    @Test
    void nestedJarsAreForTheClassPathAlone() throws Exception {
        byte[] library = Zip.bundle().with("x/Y.class", "code").bytes();
        refused(file(Zip.bundle().with("lib/x.jar", library)), Reason.ARCHIVE_NESTED);
        refused(file(Zip.bundle().with("hidden.bin", library)), Reason.ARCHIVE_NESTED);
        assertThat(gate().check(file(Zip.bundle(Zip.MANIFEST + "Bundle-ClassPath: .,lib/x.jar\r\n").with("lib/x.jar", library)))).isNotEmpty();
    }

    @Test
    void nestedBombs() {
        String manifest = Zip.MANIFEST + "Bundle-ClassPath: .,lib/x.jar\r\n";
        byte[] bomb = Zip.bundle().with("zeros", new byte[50 << 20]).bytes();
        refused(file(Zip.bundle(manifest).with("lib/x.jar", bomb)), Reason.ARCHIVE_NESTED);
        byte[] deeper = Zip.bundle("Bundle-ClassPath: y.jar\r\n").with("y.jar", Zip.bundle().bytes()).bytes();
        refused(file(Zip.bundle(manifest).with("lib/x.jar", deeper)), Reason.ARCHIVE_NESTED);
        refused(file(Zip.bundle(manifest).with("lib/x.jar", "no jar")), Reason.ARCHIVE_NESTED);
    }

    /** Sixteen zip files in each of sixteen, five floors deep. */
    @Test
    void fortyTwo() {
        byte[] floor = Zip.bundle().with("zeros", new byte[4 << 20]).bytes();
        for (int depth = 0; depth < 5; depth++) {
            var next = Zip.bundle();
            for (int i = 0; i < 16; i++) {
                next.with("lib " + i + ".zip", floor);
            }
            floor = next.bytes();
        }
        refused(file(floor), Reason.ARCHIVE_NESTED);
    }

    @Test
    void nestedJarsShareTheBounds() {
        byte[] library = Zip.bundle().with("noise", halfRandom(15 << 20)).bytes();
        var classPath = new StringBuilder("Bundle-ClassPath: .");
        for (int i = 0; i < 20; i++) {
            classPath.append(",l").append(i).append(".jar");
        }
        var zip = Zip.bundle(Zip.MANIFEST + classPath + "\r\n");
        for (int i = 0; i < 20; i++) {
            zip.with("l" + i + ".jar", library);
        }
        refused(file(zip), Reason.ARCHIVE_NESTED);
    }

    @Test
    void zip64() {
        byte[] zip = Zip.bundle().bytes();
        zip[zip.length - 22 + 10] = zip[zip.length - 22 + 11] = (byte) 0xff;
        refused(file(zip), Reason.ARCHIVE_ENTRIES);
    }

    @Test
    void rubbish() {
        refused(file(new byte[0]), Reason.ARCHIVE_DAMAGED);
        refused(file("no zip at all".repeat(100).getBytes()), Reason.ARCHIVE_DAMAGED);
        byte[] flipped = Zip.bundle().with("a", "some text that is long enough").bytes();
        flipped[flipped.length / 3] ^= 1;
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> gate().check(file(flipped)));
    }

    @Test
    void tooLarge() throws IOException {
        Path file = folder.resolve("some.jar");
        try (var channel = Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.position(Bounds.USUAL.bytes()).write(java.nio.ByteBuffer.wrap(new byte[1]));
        }
        refused(file, Reason.ARCHIVE_TOO_LARGE);
    }

    @Test
    void manifestsThatTwoReadersUnderstandDifferently() {
        refused(file(new Zip().with("a", "no manifest")), Reason.MANIFEST_INVALID);
        refused(file(Zip.bundle(Zip.MANIFEST + "bundle-symbolicname: other\r\n")), Reason.MANIFEST_INVALID);
        refused(file(Zip.bundle("Bundle-SymbolicName\r\n")), Reason.MANIFEST_INVALID);
        refused(file(Zip.bundle(" continued: nothing\r\n")), Reason.MANIFEST_INVALID);
    }

    @Test
    void manifestLinesAreFoldedInTheMiddleOfLetters() throws Exception {
        var manifest = new ByteArrayOutputStream();
        manifest.writeBytes("Bundle-Name: caf".getBytes());
        manifest.writeBytes(new byte[] {(byte) 0xc3, '\r', '\n', ' ', (byte) 0xa9});
        manifest.writeBytes("\r\nBundle-Version: 1\r\n\r\nName: x\r\nBundle-Version: 2\r\n".getBytes());
        assertThat(gate().check(file(new Zip().with(ManifestText.NAME, manifest.toByteArray())))).contains(entry("Bundle-Name", "caf\u00e9"), entry("Bundle-Version", "1"));
    }

    /** No changed byte makes it hang, grow or throw something that nobody expects. */
    @Test
    void anyByteChanged() throws IOException {
        byte[] good = Zip.bundle(Zip.MANIFEST + "Bundle-ClassPath: .,l.jar\r\n").with("l.jar", Zip.bundle().bytes()).with("a/b", "text").bytes();
        for (int at = 0; at < good.length; at++) {
            for (int mask : new int[] {1, 0x80, 0xff}) {
                byte[] changed = good.clone();
                changed[at] ^= (byte) mask;
                try {
                    gate().check(file(changed));
                } catch (Refusal e) {
                    assertThat(e.words()).doesNotContain("null");
                }
            }
        }
    }
}
