package dev.fresnel.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

class KernelTest {
    /** Starts in a bundle and leaves word of it in a system property. */
    public static final class Activator implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            System.setProperty("kernel.test", context.getProperty("fresnel.port") + " " + context.getBundle().getSymbolicName());
        }

        @Override
        public void stop(BundleContext context) {
            System.setProperty("kernel.test", "stopped");
        }
    }

    @TempDir
    Path folder;

    private Path boot;
    private Path data;

    @BeforeEach
    void platform() throws IOException {
        boot = Files.createDirectory(folder.resolve("boot"));
        data = folder.resolve("data");
        bundle(boot.resolve("one.jar"), "one");
        Files.writeString(boot.resolve("boot.list"), "# comment\n1 one.jar\n");
        System.clearProperty("kernel.test");
    }

    private static void bundle(Path jar, String name) throws IOException {
        var manifest = new Manifest();
        var main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", name);
        main.putValue("Bundle-Activator", Activator.class.getName());
        main.putValue("Import-Package", "org.osgi.framework, org.slf4j");
        try (OutputStream out = Files.newOutputStream(jar); var zip = new JarOutputStream(out, manifest)) {
            var path = Activator.class.getName().replace('.', '/') + ".class";
            zip.putNextEntry(new ZipEntry(path));
            try (var in = Activator.class.getClassLoader().getResourceAsStream(path)) {
                in.transferTo(zip);
            }
        }
    }

    private Kernel kernel(boolean flat) throws Exception {
        return Kernel.install(boot, data, flat, Map.of("fresnel.port", "8080"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void startsTheListAndStopsIt(boolean flat) throws Exception {
        try (var kernel = kernel(flat)) {
            assertThat(System.getProperty("kernel.test")).isNull();
            kernel.start();
            assertThat(System.getProperty("kernel.test")).isEqualTo("8080 one");
            assertThat(kernel.stop(Duration.ofSeconds(60))).isTrue();
        }
        assertThat(System.getProperty("kernel.test")).isEqualTo("stopped");
    }

    @Test
    void aWarmStartTakesOverNothingButTheList() throws Exception {
        var other = folder.resolve("other.jar");
        bundle(other, "other");
        try (var kernel = kernel(false)) {
            kernel.start();
            kernel.context().installBundle("file:" + other, Files.newInputStream(other)).start();
        }
        try (var kernel = kernel(false)) {
            kernel.start();
            assertThat(names(kernel)).containsExactly("one");
            assertThat(kernel.context().getBundle("boot:one.jar").getState()).isEqualTo(Bundle.ACTIVE);
        }
    }

    @Test
    void aChangedListIsInstalledAnew() throws Exception {
        kernel(false).close();
        bundle(boot.resolve("two.jar"), "two");
        Files.writeString(boot.resolve("boot.list"), "2 two.jar");
        try (var kernel = kernel(false)) {
            assertThat(names(kernel)).containsExactly("two");
        }
    }

    private static Iterable<String> names(Kernel kernel) {
        return Arrays.stream(kernel.context().getBundles()).filter(bundle -> bundle.getBundleId() != 0).map(Bundle::getSymbolicName).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 none.jar", "x one.jar", "one.jar", "1 one.jar more"})
    void aBrokenListIsRefused(String line) throws IOException {
        Files.writeString(boot.resolve("boot.list"), line);
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> kernel(false)).withMessageContaining(line.contains("none") ? "none.jar is missing" : "LEVEL FILE");
    }
}
