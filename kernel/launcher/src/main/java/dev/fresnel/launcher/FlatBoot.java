package dev.fresnel.launcher;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.Constants;
import org.osgi.framework.connect.ConnectContent;
import org.osgi.framework.connect.ConnectModule;
import org.osgi.framework.connect.ModuleConnector;

/** {@code boot=connect}: the platform's bundles share one class loader (OSGi Core 8, Connect); all others stay isolated. */
final class FlatBoot implements ModuleConnector {
    private final Map<String, Content> contents;

    FlatBoot(BootList list, ClassLoader loader) {
        contents = list.items().stream().collect(Collectors.toMap(BootList.Item::location, item -> new Content(list.path(item).toFile(), loader), (a, b) -> a, HashMap::new));
    }

    @Override
    public void initialize(File storage, Map<String, String> configuration) {
        // nothing to keep: the list says it all
    }

    @Override
    public Optional<ConnectModule> connect(String location) {
        return Optional.ofNullable(contents.get(location)).map(content -> () -> content);
    }

    @Override
    public Optional<BundleActivator> newBundleActivator() {
        return Optional.empty();
    }

    /** One jar whose classes the shared loader has; the framework reads only its manifest and its files. */
    private static final class Content implements ConnectContent {
        private final File file;
        private final ClassLoader loader;
        private Optional<JarFile> jar = Optional.empty();

        Content(File file, ClassLoader loader) {
            this.file = file;
            this.loader = loader;
        }

        @Override
        public Optional<Map<String, String>> getHeaders() {
            try (var opened = new JarFile(file)) {
                var headers = new HashMap<String, String>();
                opened.getManifest().getMainAttributes().forEach((name, value) -> headers.put(name.toString(), value.toString()));
                headers.remove(Constants.BUNDLE_CLASSPATH);
                return Optional.of(headers);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Iterable<String> getEntries() {
            return () -> open(jar -> jar.stream().map(ZipEntry::getName).iterator());
        }

        @Override
        public Optional<ConnectEntry> getEntry(String path) {
            return open(jar -> Optional.ofNullable(jar.getEntry(path)).map(entry -> new FileEntry(jar, entry)));
        }

        private synchronized <T> T open(Function<JarFile, T> use) {
            return use.apply(jar.orElseThrow(() -> new IllegalStateException(file + " is not open")));
        }

        @Override
        public Optional<ClassLoader> getClassLoader() {
            return Optional.of(loader);
        }

        @Override
        public synchronized void open() throws IOException {
            if (jar.isEmpty()) {
                jar = Optional.of(new JarFile(file));
            }
        }

        @Override
        public synchronized void close() throws IOException {
            if (jar.isPresent()) {
                jar.get().close();
                jar = Optional.empty();
            }
        }
    }

    private record FileEntry(JarFile jar, ZipEntry entry) implements ConnectContent.ConnectEntry {
        @Override
        public String getName() {
            return entry.getName();
        }

        @Override
        public long getContentLength() {
            return entry.getSize();
        }

        @Override
        public long getLastModified() {
            return entry.getTime();
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return jar.getInputStream(entry);
        }
    }
}
