package dev.fresnel.catalog.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fresnel.switchboard.PluginJar;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad builds and a bad machine: each has its own reason within 10 s, and the former build serves all the while. */
class FaultsTest {
    @TempDir(cleanup = CleanupMode.NEVER)
    Path home;

    private Desktop desktop;

    @BeforeEach
    void open() throws Exception {
        desktop = new Desktop(home);
    }

    @AfterEach
    void close() throws Exception {
        desktop.close();
    }

    /** A bad build, and what is said about it. */
    private record Bad(String name, PluginJar jar, String reason) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static PluginJar next() {
        return PluginJar.of("hello").version("2.0.0").answers("2");
    }

    private static Stream<Bad> bad() {
        String activator = """
                public class Start implements org.osgi.framework.BundleActivator {
                  public void start(org.osgi.framework.BundleContext c) throws Exception { %s }
                  public void stop(org.osgi.framework.BundleContext c) {}
                }""";
        return Stream.of(
                new Bad("activate throws", next().type("Broken", "@Component public class Broken implements Job { @Activate public Broken() { throw new IllegalStateException(\"no ink\"); } public void run() {} }"), "no ink"),
                new Bad("activate hangs", next().type("Slow", "@Component(immediate = true) public class Slow implements Job { @Activate public Slow() throws Exception { Thread.sleep(60_000); } public void run() {} }"), "did not end within 9 s"),
                new Bad("start throws", next().header("Bundle-Activator", "plug.hello.Start").type("Start", activator.formatted("throw new IllegalStateException(\"no engine\");")), "start threw IllegalStateException: no engine"),
                new Bad("start hangs", next().header("Bundle-Activator", "plug.hello.Start").type("Start", activator.formatted("Thread.sleep(60_000);")), "start did not end within 9 s"),
                new Bad("probe fails", next().type("Check", "@Component public class Check implements SelfCheck { public void check() { throw new Problem(Problem.Kind.CONFLICT, \"HELLO_SICK\", \"The well is dry.\"); } }"), "The well is dry."),
                new Bad("waits for what nobody gives", next().type("Needy", "@Component public class Needy implements Job { @Activate public Needy(@Reference Callable<String> never) {} public void run() {} }"), "needs a service java.util.concurrent.Callable"),
                new Bad("unmet requirement", next().header("Import-Package", "dev.fresnel.api.graph;version='[7.2,8)',!org.jspecify.*,*"), "needs package dev.fresnel.api.graph [7.2,8)"),
                new Bad("ends the server", next().type("Exit", "public class Exit { void exit() { System.exit(3); } }"), "uses java.lang.System.exit, which ends the whole server"),
                new Bad("starts programs", next().type("Run", "public class Run { void run() throws Exception { new ProcessBuilder(\"x\").start(); } }"), "without asking for the capability process"),
                new Bad("calls native code", next().type("Native", "public class Native { Object run() { return java.lang.foreign.Linker.nativeLinker(); } }"), "without asking for the capability native"),
                new Bad("exports the kernel", next().header("Export-Package", "dev.fresnel.api.job;version=9"), "exports package dev.fresnel.api.job, which is the platform's"),
                new Bad("imports everything", next().header("DynamicImport-Package", "*"), "imports packages dynamically (*)"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void aBadBuildIsRefusedWithItsReasonWhileTheFormerServes(Bad bad) throws Exception {
        desktop.start();
        desktop.drop(desktop.jar("hello", "1.0.0", "1"), "hello.jar");
        desktop.await("serves", () -> desktop.answer("hello").equals("1"));
        Path jar = bad.jar().build(home);
        var over = new AtomicBoolean();
        var failed = new AtomicInteger();
        Thread caller = Thread.ofVirtual().start(() -> {
            while (!over.get()) {
                if (!desktop.answer("hello").equals("1")) {
                    failed.incrementAndGet();
                }
                LockSupport.parkNanos(1_000_000);
            }
        });
        try {
            long begin = System.nanoTime();
            desktop.drop(jar, "hello.jar");
            desktop.await(bad.reason(), () -> desktop.catalog.list().plugins().stream().anyMatch(plugin -> plugin.state().equals("REFUSED") && plugin.reasons().toString().contains(bad.reason())));
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(System.getenv("FRESNEL_BUDGETS") == null ? 120 : 10));
        } finally {
            over.set(true);
            caller.join();
        }
        assertThat(failed).hasValue(0);
        desktop.await("nothing of it is left", () -> desktop.installed() == 1);
        desktop.restart();
        desktop.await("the last good build serves after a start too", () -> desktop.answer("hello").equals("1"));
    }

    /** A good build of the next version with one more entry. */
    private byte[] with(String name, byte[] content) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var from = new JarFile(next().build(home).toFile()); var to = new JarOutputStream(bytes, from.getManifest())) {
            for (var entry : from.stream().filter(one -> !one.getName().equals(JarFile.MANIFEST_NAME)).toList()) {
                to.putNextEntry(new ZipEntry(entry.getName()));
                from.getInputStream(entry).transferTo(to);
            }
            to.putNextEntry(new ZipEntry(name));
            to.write(content);
        }
        return bytes.toByteArray();
    }

    /** Offset of an entry's central header. */
    private static int header(byte[] zip, String name) {
        String text = new String(zip, StandardCharsets.ISO_8859_1);
        return text.lastIndexOf(name) - 46;
    }

    private static byte[] linked(byte[] zip) {
        int header = header(zip, "link");
        zip[header + 5] = 3; // made on Unix
        zip[header + 40] = (byte) 0xff;
        zip[header + 41] = (byte) 0xa1; // lrwxrwxrwx
        return zip;
    }

    private static byte[] twice(byte[] zip, String name, String twin) {
        return new String(zip, StandardCharsets.ISO_8859_1).replace(twin, name).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void anArchiveThatAttacksIsRefusedAtOnceWhileTheFormerBuildServes() throws Exception {
        Map<String, byte[]> attacks = new LinkedHashMap<>();
        attacks.put("points outside", with("../../evil", new byte[1]));
        attacks.put("link", linked(with("link", "/etc/passwd".getBytes(StandardCharsets.UTF_8))));
        attacks.put("twice", twice(with("META-INF/MANIFEST.MG", new byte[1]), "MANIFEST.MF", "MANIFEST.MG"));
        attacks.put("times its size", with("zeros", new byte[64 << 20]));
        desktop.start();
        desktop.drop(desktop.jar("hello", "1.0.0", "1"), "hello.jar");
        desktop.await("serves", () -> desktop.answer("hello").equals("1"));
        for (var attack : attacks.entrySet()) {
            Path jar = Files.write(home.resolve("attack.jar"), attack.getValue());
            long begin = System.nanoTime();
            desktop.drop(jar, "hello.jar");
            desktop.await(attack.getKey(), () -> desktop.catalog.list().plugins().stream().anyMatch(plugin -> plugin.state().equals("REFUSED") && plugin.reasons().toString().contains(attack.getKey())));
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).as(attack.getKey()).isLessThan(Duration.ofSeconds(System.getenv("FRESNEL_BUDGETS") == null ? 120 : 2));
            assertThat(desktop.answer("hello")).isEqualTo("1");
            desktop.await("nothing of it is left", () -> desktop.installed() == 1);
        }
        assertThat(home.resolve("evil")).doesNotExist();
    }

    /** Hangs until the test says that it has no ink. */
    private static PluginJar hanging(PluginJar jar) {
        return jar.type("Check", """
                @Component public class Check implements SelfCheck {
                  public void check() throws Exception {
                    while (System.getProperty("no.ink") == null) Thread.sleep(20);
                    throw new IllegalStateException("no ink");
                  }
                }""");
    }

    @AfterEach
    void ink() {
        System.clearProperty("no.ink");
    }

    private void openPatiently() throws Exception {
        desktop.close();
        desktop = Desktop.patient(home);
    }

    @Test
    void aFileThatHangsKeepsNoOtherFileWaiting() throws Exception {
        openPatiently();
        desktop.drop(hanging(PluginJar.of("slow")).build(home), "slow.jar");
        desktop.drop(desktop.jar("good", "1.0.0", "good"), "good.jar");
        desktop.start();
        desktop.await("what lies beside it serves", () -> desktop.answer("good").equals("good"));
        for (int i = 0; i < 3; i++) {
            String answer = "n" + i;
            desktop.drop(desktop.jar("hello", "1.0." + i, answer), "hello.jar");
            desktop.await(answer, () -> desktop.answer("hello").equals(answer));
        }
        assertThat(desktop.catalog.list().plugins().toString()).as("it still hangs").doesNotContain("REFUSED");
        System.setProperty("no.ink", "1");
        desktop.await("it is said", () -> desktop.catalog.list().plugins().toString().contains("no ink"));
    }

    @Test
    void afterAStartTheLastGoodBuildServesWhileTheNewOneHangs() throws Exception {
        openPatiently();
        desktop.start();
        desktop.drop(desktop.jar("hello", "1.0.0", "1"), "hello.jar");
        desktop.await("written down", () -> desktop.catalog.ledger().installed().find("hello").isPresent());
        desktop.catalog.close();
        desktop.drop(hanging(next()).build(home), "hello.jar");
        desktop.restart();
        desktop.await("the last good one", () -> desktop.answer("hello").equals("1"));
        assertThat(desktop.catalog.list().plugins().toString()).as("before it is known how the new one ends").doesNotContain("REFUSED");
        System.setProperty("no.ink", "1");
        desktop.await("the new one is refused", () -> desktop.catalog.list().plugins().toString().contains("no ink"));
        assertThat(desktop.answer("hello")).isEqualTo("1");
    }

    private static boolean run(String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (java.io.IOException e) {
            return false;
        }
    }

    @Test
    void aFullDiskIsSaidAndNothingIsLost() throws Exception {
        Path data = Files.createDirectories(home.resolve("data"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", data.toString()), "a small file system cannot be mounted here");
        try {
            desktop.start();
            desktop.drop(desktop.jar("hello", "1.0.0", "1"), "hello.jar");
            desktop.await("serves", () -> desktop.answer("hello").equals("1"));
            desktop.await("written down", () -> desktop.catalog.desk().busy().isEmpty());
            Path filler = fill(data);
            desktop.drop(desktop.jar("hello", "2.0.0", "2"), "hello.jar");
            desktop.await("said", () -> desktop.catalog.list().plugins().toString().contains("No space left"));
            assertThat(desktop.answer("hello")).isEqualTo("1");
            desktop.restart();
            desktop.await("a start needs no space", () -> desktop.answer("hello").equals("1"));
            Files.delete(filler);
            desktop.drop(desktop.jar("hello", "3.0.0", "3"), "hello.jar");
            desktop.await("there is room again", () -> desktop.answer("hello").equals("3"));
        } finally {
            desktop.catalog.close();
            assertThat(run("umount", "-l", data.toString())).isTrue();
        }
    }

    private static Path fill(Path folder) throws Exception {
        Path filler = folder.resolve("filler");
        try (var out = Files.newOutputStream(filler)) {
            var bytes = new byte[4_096];
            for (int i = 0; i < 1_000; i++) {
                out.write(bytes);
            }
        } catch (java.io.IOException e) {
            // full
        }
        return filler;
    }

    @Test
    void aFolderThatCanOnlyBeReadIsEnough() throws Exception {
        desktop.drop(desktop.jar("hello", "1.0.0", "1"), "hello.jar");
        assumeTrue(run("mount", "--bind", desktop.folder.toString(), desktop.folder.toString()) && run("mount", "-o", "remount,ro,bind", desktop.folder.toString()), "a folder cannot be mounted read-only here");
        try {
            desktop.start();
            desktop.await("serves", () -> desktop.answer("hello").equals("1"));
            assertThat(desktop.change("{\"action\":\"remove\",\"id\":\"hello\"}").path("state").asText()).isEqualTo("COMMITTED");
            assertThat(desktop.answer("hello")).isEmpty();
        } finally {
            desktop.catalog.close();
            assertThat(run("umount", "-l", desktop.folder.toString())).isTrue();
        }
    }

    @Test
    void aClockThatIsWrongOrJumpsChangesNothing() throws Exception {
        Path library = Stream.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1").map(Path::of).filter(Files::exists).findFirst().orElse(null);
        assumeTrue(library != null, "libfaketime is not installed here");
        Path other = home.resolve("other");
        Files.createDirectories(other.resolve("plugins"));
        for (String time : List.of("-400d", "+400d", "-1d")) {
            Path jar = desktop.jar("hello", "1.0." + Math.abs(time.hashCode() % 1000), "1");
            Files.copy(jar, other.resolve("plugins/hello.jar"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            try (var child = new Child(other, java.util.Map.of("LD_PRELOAD", library.toString(), "FAKETIME", time, "FAKETIME_DONT_FAKE_MONOTONIC", "1"))) {
                child.await("serving hello 1.0." + Math.abs(time.hashCode() % 1000));
            }
        }
    }

    @Test
    void aFolderAsKubernetesMountsItIsFollowed() throws Exception {
        Path mount = desktop.folder;
        swap(mount, 0);
        desktop.start();
        desktop.await("first", () -> desktop.answer("hello").equals("c0"));
        for (int i = 1; i <= 10; i++) {
            String answer = "c" + i;
            swap(mount, i);
            desktop.await(answer, () -> desktop.answer("hello").equals(answer));
        }
    }

    /** A ConfigMap volume: {@code hello.jar → ..data/hello.jar}, {@code ..data → ..2026_1}, replaced by a rename; the former folder is deleted. */
    private void swap(Path mount, int i) throws Exception {
        Path now = Files.createDirectory(mount.resolve("..2026_" + i));
        Files.copy(desktop.jar("hello", "1.0." + i, "c" + i), now.resolve("hello.jar"));
        Path link = Files.createSymbolicLink(mount.resolve("..data_tmp"), now.getFileName());
        Files.move(link, mount.resolve("..data"), java.nio.file.StandardCopyOption.ATOMIC_MOVE, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        if (i == 0) {
            Files.createSymbolicLink(mount.resolve("hello.jar"), Path.of("..data/hello.jar"));
        } else {
            Path former = mount.resolve("..2026_" + (i - 1));
            Files.delete(former.resolve("hello.jar"));
            Files.delete(former);
        }
    }
}
