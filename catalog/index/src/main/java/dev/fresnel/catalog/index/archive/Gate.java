package dev.fresnel.catalog.index.archive;

import dev.fresnel.catalog.api.Clause;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The archive gate: reads a bundle file whole before anything of it is installed, and refuses what a bundle has no need for and
 * what two readers could understand in two ways. Nothing is unpacked to a place that the file names; a nested jar goes to one
 * temporary file, which is gone afterwards.
 */
public final class Gate {
    /** Below this an entry may be as compressible as it likes. */
    private static final long SMALL = 1 << 20;
    private static final int MAGIC = 4;

    private final Bounds bounds;
    private final Path temporary;

    /** @param temporary a private folder for nested jars */
    public Gate(Path temporary, Bounds bounds) {
        this.temporary = temporary;
        this.bounds = bounds;
    }

    /** What the file and the jars in it have used up of their bounds. */
    private static final class Spent {
        private int entries;
        private long inflated;
    }

    /**
     * Reads all of it.
     *
     * @return the main headers of its manifest
     * @throws Refusal with the reason
     */
    public Map<String, String> check(Path file) throws Refusal {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > bounds.bytes()) {
                throw new Refusal(Reason.ARCHIVE_TOO_LARGE, "is larger than " + (bounds.bytes() >> 20) + " MB");
            }
            return check(new ZipBytes(channel), new Spent(), true);
        } catch (IOException e) {
            throw new Refusal(Reason.ARCHIVE_DAMAGED, "cannot be read: " + e, e);
        }
    }

    /** @param outer whether it is the bundle itself; a nested jar may nest nothing */
    private Map<String, String> check(ZipBytes zip, Spent spent, boolean outer) throws IOException, Refusal {
        var directory = new Directory(zip, bounds.entries() - spent.entries);
        List<ZipMember> members = directory.read();
        checkSizes(zip, members, spent);
        var names = new Names();
        for (ZipMember member : members) {
            names.add(member.name());
        }
        var headers = new LocalHeaders(zip);
        headers.check(members, directory.start());
        try (var unpacked = new Unpacked(zip)) {
            Map<String, String> manifest = outer ? manifest(members, headers, unpacked) : Map.of();
            var allowed = nestedJars(manifest);
            for (ZipMember member : members) {
                checkContent(member, headers.data(member), unpacked, allowed.contains(member.name()), spent);
            }
            return manifest;
        }
    }

    private void checkSizes(ZipBytes zip, List<ZipMember> members, Spent spent) throws Refusal {
        long before = spent.inflated;
        for (ZipMember member : members) {
            spent.inflated += member.size();
            if (member.size() > SMALL && member.size() / bounds.ratio() > member.packed()) {
                throw new Refusal(Reason.ARCHIVE_RATIO, "has an entry that unpacks to more than " + bounds.ratio() + " times its size: " + Directory.shown(member.name()));
            }
        }
        spent.entries += members.size();
        if (spent.inflated > bounds.inflated()) {
            throw new Refusal(Reason.ARCHIVE_INFLATED, "unpacks to more than " + (bounds.inflated() >> 20) + " MB");
        }
        long own = spent.inflated - before;
        if (own > SMALL && own / bounds.ratio() > zip.size()) {
            throw new Refusal(Reason.ARCHIVE_RATIO, "unpacks to more than " + bounds.ratio() + " times its size");
        }
    }

    private static Map<String, String> manifest(List<ZipMember> members, LocalHeaders headers, Unpacked unpacked) throws IOException, Refusal {
        ZipMember manifest = members.stream().filter(member -> member.name().equals(ManifestText.NAME)).findFirst().orElse(null);
        if (manifest == null) {
            throw new Refusal(Reason.MANIFEST_INVALID, "is no bundle: it has no manifest");
        }
        if (manifest.size() > ManifestText.LARGEST) {
            throw new Refusal(Reason.MANIFEST_INVALID, "has a manifest that is larger than " + (ManifestText.LARGEST >> 20) + " MB");
        }
        var bytes = new ByteArrayOutputStream();
        unpacked.read(manifest, headers.data(manifest), (chunk, length) -> bytes.write(chunk, 0, length));
        return ManifestText.read(bytes.toByteArray());
    }

    private static Set<String> nestedJars(Map<String, String> manifest) {
        var jars = new HashSet<String>();
        Clause.parse(manifest.getOrDefault("Bundle-ClassPath", "")).forEach(clause -> jars.addAll(clause.paths()));
        return jars;
    }

    private void checkContent(ZipMember member, long data, Unpacked unpacked, boolean jarAllowed, Spent spent) throws IOException, Refusal {
        if (member.folder() && member.size() > 0) {
            throw new Refusal(Reason.ARCHIVE_HEADERS, "has a folder with content: " + Directory.shown(member.name()));
        }
        var first = new Start();
        if (!jarAllowed || member.folder()) {
            unpacked.read(member, data, first);
            if (first.zip() || member.name().endsWith(".jar")) {
                throw new Refusal(Reason.ARCHIVE_NESTED, "has an archive in it that is not on its Bundle-ClassPath: " + Directory.shown(member.name()));
            }
            return;
        }
        checkNested(member, data, unpacked, spent);
    }

    private void checkNested(ZipMember member, long data, Unpacked unpacked, Spent spent) throws IOException, Refusal {
        Path jar = Files.createTempFile(temporary, "nested", ".jar");
        try {
            try (OutputStream out = Files.newOutputStream(jar)) {
                unpacked.read(member, data, (bytes, length) -> out.write(bytes, 0, length));
            }
            try (FileChannel channel = FileChannel.open(jar, StandardOpenOption.READ)) {
                check(new ZipBytes(channel), spent, false);
            } catch (Refusal e) {
                throw new Refusal(e.reason() == Reason.MANIFEST_INVALID ? e.reason() : Reason.ARCHIVE_NESTED, Directory.shown(member.name()) + " in it " + e.words(), e);
            }
        } finally {
            Files.deleteIfExists(jar);
        }
    }

    /** The first bytes of an entry: what it is, whatever it is called. */
    private static final class Start implements Unpacked.Sink {
        private final byte[] first = new byte[MAGIC];
        private int count;

        @Override
        public void take(byte[] bytes, int length) {
            for (int i = 0; i < length && count < MAGIC; i++) {
                first[count++] = bytes[i];
            }
        }

        boolean zip() {
            return count == MAGIC && first[0] == 'P' && first[1] == 'K' && (first[2] == 3 && first[3] == 4 || first[2] == 5 && first[3] == 6);
        }
    }
}
