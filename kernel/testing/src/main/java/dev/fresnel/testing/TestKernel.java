package dev.fresnel.testing;

import dev.fresnel.launcher.Kernel;
import dev.fresnel.launcher.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/**
 * The platform in the test's own process: the distribution's boot list, a plugins folder and a data folder of its own, a free
 * port. Test and bundles share no classes but the JDK's, OSGi's and SLF4J's: talk to it over {@link #http}.
 */
public final class TestKernel implements AutoCloseable {
    private final Path folder;
    private final Kernel kernel;
    private final Object board;
    private final TestHttp http;

    private TestKernel(Path folder, Kernel kernel, TestHttp http) {
        this.folder = folder;
        this.kernel = kernel;
        this.board = Reflected.service(kernel.context(), "dev.fresnel.spi.switchboard.Switchboard");
        this.http = http;
    }

    public static Builder of(Layout layout) {
        return new Builder(layout);
    }

    /** What a kernel starts with. */
    public static final class Builder {
        private final Layout layout;
        private final Map<String, String> properties = new HashMap<>();
        private List<Path> plugins = List.of();
        private boolean flat = Boolean.getBoolean("fresnel.test.flat");

        private Builder(Layout layout) {
            this.layout = layout;
            properties.putAll(Map.of("fresnel.host", "127.0.0.1", "fresnel.local-key", "false", "fresnel.watch-plugins", "true", "fresnel.version", "0.1.0", "fresnel.kubeconfig", "/nonexistent/kubeconfig"));
        }

        /** Sets what the launcher would hand over: {@code with("fresnel.demo", "true")}. */
        public Builder with(String property, String value) {
            properties.put(property, value);
            return this;
        }

        /** Starts with these plugins of the layout; with none when this is not called. */
        public Builder plugins(String... ids) {
            plugins = Arrays.stream(ids).map(layout::plugin).toList();
            return this;
        }

        /** Starts with these bundle files in the plugins folder. */
        public Builder jars(List<Path> jars) {
            plugins = List.copyOf(jars);
            return this;
        }

        /** {@code boot=connect}; also by {@code -Dfresnel.test.flat=true} for a whole test run. */
        public Builder flat() {
            flat = true;
            return this;
        }

        /** The default, whatever the test run says. */
        public Builder isolated() {
            flat = false;
            return this;
        }

        /** Starts, waits until ready and until each plugin of the folder serves. */
        public TestKernel start() {
            try {
                return open();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (BundleException e) {
                throw new AssertionError("The kernel does not start: " + e.getMessage(), e);
            }
        }

        private TestKernel open() throws IOException, BundleException {
            var folder = Files.createTempDirectory("fresnel-test");
            var pluginsFolder = Files.createDirectory(folder.resolve("plugins"));
            for (var jar : plugins) {
                Files.copy(jar, pluginsFolder.resolve(jar.getFileName()));
            }
            var data = Files.createDirectory(folder.resolve("data"));
            properties.putIfAbsent("fresnel.port", "0");
            properties.put("fresnel.plugins-dir", pluginsFolder.toString());
            properties.put("fresnel.data-dir", data.toString());
            var kernel = Kernel.install(layout.boot(), data, flat, properties);
            kernel.start();
            var started = new TestKernel(folder, kernel, awaitReady(kernel));
            plugins.forEach(jar -> started.awaitServing(Layout.pluginId(jar)));
            return started;
        }

        private static TestHttp awaitReady(Kernel kernel) {
            var readiness = new Readiness(kernel.context());
            try {
                var missing = readiness.await(Await.PATIENCE);
                if (!missing.isEmpty()) {
                    kernel.close();
                    throw new AssertionError("not ready: " + missing);
                }
                return new TestHttp(readiness.local().orElseThrow());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }

    public static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public TestHttp http() {
        return http;
    }

    public BundleContext context() {
        return kernel.context();
    }

    public Path pluginsFolder() {
        return folder.resolve("plugins");
    }

    public Path dataFolder() {
        return folder.resolve("data");
    }

    /** Puts a bundle file into the plugins folder in one step, replacing one of the same name; does not wait. */
    public void drop(Path jar, String fileName) {
        try {
            var part = pluginsFolder().resolve("." + fileName + ".part");
            Files.copy(jar, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, pluginsFolder().resolve(fileName), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Installs or replaces a plugin through the folder and waits until this very file serves. */
    public void install(Path jar) {
        var id = Layout.pluginId(jar);
        drop(jar, id + ".jar");
        awaitServing(id, Digests.sha256(jar));
    }

    /** Removes a plugin through the folder and waits until no bundle of it is left. */
    public void remove(String id) {
        try (var files = Files.newDirectoryStream(pluginsFolder(), "*.jar")) {
            for (var file : files) {
                if (Layout.pluginId(file).equals(id)) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Await.until(id + " is gone", Duration.ofSeconds(60), () -> serving(id).isEmpty() && bundle(id).isEmpty());
    }

    /** Waits until any build of the plugin serves. */
    public void awaitServing(String id) {
        Await.until(id + " serves", () -> serving(id).isPresent());
    }

    /** Waits until the build with that SHA-256 serves. */
    public void awaitServing(String id, String digest) {
        Await.until(id + " " + digest.substring(0, 8) + " serves", () -> serving(id).equals(Optional.of(digest)));
    }

    /** The SHA-256 of the build that serves, as the switchboard's table says. */
    public Optional<String> serving(String id) {
        var table = Reflected.call(board, "dev.fresnel.spi.switchboard.Switchboard", "table");
        var generation = ((Map<?, ?>) Reflected.call(table, "dev.fresnel.spi.switchboard.Table", "serving")).get(id);
        return Optional.ofNullable(generation).map(found -> (String) Reflected.call(found, "dev.fresnel.spi.switchboard.Generation", "digest"));
    }

    /** The newest installed bundle of a plugin. */
    public Optional<Bundle> bundle(String id) {
        return Arrays.stream(context().getBundles())
                .filter(bundle -> bundle.getHeaders().get("Provide-Capability") instanceof String text && text.contains("fresnel.plugin=\"" + id + "\"") || ("dev.fresnel." + id).equals(bundle.getSymbolicName()))
                .max(Comparator.comparingLong(Bundle::getBundleId));
    }

    /** Notes what a plugin holds now, to be compared after it has left. */
    public Footprint footprint(String id) {
        return Footprint.of(this, id, bundle(id).orElseThrow(() -> new AssertionError(id + " is not installed")));
    }

    @Override
    public void close() {
        http.close();
        try {
            if (!kernel.stop(Await.PATIENCE)) {
                throw new AssertionError("The kernel did not stop in " + Await.PATIENCE);
            }
            delete(folder);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
