package dev.fresnel.catalog.index.publish;

import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.Look;
import dev.fresnel.catalog.api.Progress;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.api.Source;
import dev.fresnel.catalog.api.Verdict;
import dev.fresnel.catalog.index.IndexFile;
import dev.fresnel.catalog.index.archive.BundleFile;
import dev.fresnel.catalog.index.archive.Digests;
import dev.fresnel.catalog.index.archive.Gate;
import dev.fresnel.catalog.index.source.Catalogued;
import dev.fresnel.catalog.index.source.Setting;
import dev.fresnel.catalog.index.source.Sources;
import dev.fresnel.catalog.index.trust.Rotation;
import dev.fresnel.catalog.index.trust.SignatureFile;
import dev.fresnel.catalog.index.trust.Trust;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Copies a catalog for sites without a network, signatures and all: what arrives is a catalog on disk, byte for byte as its owner
 * signed it. Everything is judged where it comes from and again where it arrives.
 */
public final class Mirror {
    private static final List<String> DOCUMENTS =
            List.of(Rotation.NAME, Rotation.NAME + SignatureFile.ENDING, IndexFile.NAME + SignatureFile.ENDING, IndexFile.NAME);

    private final Setting setting;

    public Mirror(Setting setting) {
        this.setting = setting;
    }

    /**
     * Copies what is not there yet.
     *
     * @param folder made when it is not there
     * @param told of each bundle that arrived
     */
    public Look copy(Catalogued source, Path folder, Consumer<Entry> told) throws Refusal, InterruptedException {
        try {
            Look look = source.look();
            Files.createDirectories(folder.resolve("bundles"));
            for (Entry entry : look.entries()) {
                Path target = folder.resolve(place(entry));
                if (!Files.exists(target) || !Digests.sha256(target).equals(entry.sha256())) {
                    bring(source, entry, target);
                    told.accept(entry);
                }
            }
            for (String name : DOCUMENTS) {
                Optional<byte[]> document = source.document(name, IndexFile.LARGEST);
                if (document.isPresent()) {
                    Generator.replace(folder.resolve(name), document.get());
                } else {
                    Files.deleteIfExists(folder.resolve(name));
                }
            }
            return verify(folder);
        } catch (IOException e) {
            throw new Refusal(Reason.DISK, "the mirror cannot be written: " + e, e);
        }
    }

    private static void bring(Source source, Entry entry, Path target) throws Refusal, InterruptedException, IOException {
        Files.createDirectories(target.toAbsolutePath().getParent());
        Path part = target.resolveSibling("." + target.getFileName() + ".part");
        Files.deleteIfExists(part);
        source.fetch(entry, part, Progress.NONE);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String place(Entry entry) {
        return entry.locations().stream().filter(location -> !location.contains(":")).findFirst().orElse("bundles/" + entry.sha256() + ".jar");
    }

    /** Judges a catalog on disk whole: index, signatures, and each bundle against its entry. */
    public Look verify(Path place) throws Refusal, InterruptedException {
        try (Source source = new Sources(setting).open(place.toString())) {
            return verify(source, new Trust.Origin(place.toString(), true));
        }
    }

    /** Judges any source whole; every bundle is brought once and thrown away again. */
    public Look verify(Source source, Trust.Origin origin) throws Refusal, InterruptedException {
        Look look = source.look();
        var gate = new Gate(setting.temporary(), setting.bounds());
        Optional<Trust.Judged> judged = look.index().map(index -> new Trust.Judged(index, look.verdict()));
        var verdicts = new ArrayList<Verdict>();
        for (Entry entry : look.entries()) {
            verdicts.add(setting.trust().build(entry, judged, origin).orRefuse());
            Path file = setting.temporary().resolve("verify-" + entry.sha256() + ".jar");
            try {
                source.fetch(entry, file, Progress.NONE);
                BundleFile.open(file, gate).mustBe(entry);
            } finally {
                remove(file);
            }
        }
        return look;
    }

    private static void remove(Path file) throws Refusal {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new Refusal(Reason.DISK, file + " cannot be removed: " + e, e);
        }
    }

    /** A catalog on disk as one file, which is a source as well. The same folder gives the same bytes. */
    public static void zip(Path folder, Path file) throws Refusal {
        Path part = file.toAbsolutePath().resolveSibling("." + file.getFileName() + ".part");
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> sorted = files.filter(Files::isRegularFile).filter(one -> !one.getFileName().toString().startsWith(".")).sorted().toList();
            try (var zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(part)))) {
                for (Path one : sorted) {
                    add(zip, folder.relativize(one).toString().replace('\\', '/'), one);
                }
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new Refusal(Reason.DISK, "the zip file cannot be written: " + e, e);
        }
    }

    private static void add(ZipOutputStream zip, String name, Path file) throws IOException {
        var entry = new ZipEntry(name);
        entry.setTimeLocal(java.time.LocalDateTime.of(1980, 1, 1, 0, 0));
        entry.setMethod(ZipEntry.STORED); // jars do not become smaller
        entry.setSize(Files.size(file));
        entry.setCrc(crc(file));
        zip.putNextEntry(entry);
        Files.copy(file, zip);
        zip.closeEntry();
    }

    private static long crc(Path file) throws IOException {
        var sum = new CRC32();
        try (var in = new java.util.zip.CheckedInputStream(Files.newInputStream(file), sum)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return sum.getValue();
    }
}
