package dev.fresnel.catalog.manager;

import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.Look;
import dev.fresnel.catalog.api.Progress;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.api.Source;
import dev.fresnel.catalog.api.Verdict;
import dev.fresnel.catalog.index.Described;
import dev.fresnel.catalog.index.archive.Bounds;
import dev.fresnel.catalog.index.archive.BundleFile;
import dev.fresnel.catalog.index.archive.Gate;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** A source that offers real bundle files and can be told to fail. */
final class Shelf implements Source {
    final Map<String, Path> files = new ConcurrentHashMap<>();
    final Map<String, Entry> entries = new ConcurrentHashMap<>();
    final AtomicInteger looks = new AtomicInteger();
    volatile int failures;
    volatile boolean half;
    private final Path folder;

    Shelf(Path folder) {
        this.folder = folder;
    }

    Entry put(String id, String version) throws Exception {
        Path file = folder.resolve(id + "-" + version + ".bundle");
        var manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", "test." + id);
        main.putValue("Bundle-Version", version);
        main.putValue("Provide-Capability", "fresnel.plugin;fresnel.plugin=" + id + ";title=\"T\";summary=\"S\"");
        try (OutputStream out = Files.newOutputStream(file); var jar = new JarOutputStream(out, manifest)) {
            jar.putNextEntry(new ZipEntry("a.txt"));
            jar.write((id + version).getBytes(StandardCharsets.UTF_8));
        }
        Entry entry = Described.entry(BundleFile.open(file, new Gate(folder, Bounds.USUAL)));
        files.put(entry.sha256(), file);
        entries.put(entry.sha256(), entry);
        return entry;
    }

    @Override
    public Kind kind() {
        return Kind.FOLDER;
    }

    @Override
    public String name() {
        return "shelf";
    }

    @Override
    public Look look() {
        looks.incrementAndGet();
        return new Look(Optional.empty(), List.copyOf(entries.values()), Verdict.unsigned("a folder"), List.of(), Instant.now());
    }

    @Override
    public void fetch(Entry entry, Path target, Progress progress) throws Refusal {
        try {
            byte[] bytes = Files.readAllBytes(files.get(entry.sha256()));
            if (failures > 0) {
                failures--;
                Files.write(target, java.util.Arrays.copyOf(bytes, bytes.length / 2));
                throw new Refusal(Reason.SOURCE_UNREACHABLE, "the line was cut");
            }
            Files.write(target, half ? java.util.Arrays.copyOf(bytes, bytes.length / 2) : bytes);
        } catch (IOException e) {
            throw new Refusal(Reason.DISK, "cannot be written", e);
        }
    }

    @Override
    public void close() {
        // nothing is held
    }
}
