package dev.fresnel.catalog.index.source;

import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.Look;
import dev.fresnel.catalog.api.Progress;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.api.Source;
import dev.fresnel.catalog.api.Verdict;
import dev.fresnel.catalog.index.Described;
import dev.fresnel.catalog.index.archive.BundleFile;
import dev.fresnel.catalog.index.archive.Gate;
import dev.fresnel.catalog.index.trust.SignatureFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Bundle files of this machine without an index: one, or all of a folder. A file is read again when it changed. */
final class JarSource implements Source {
    private final Path place;
    private final Kind kind;
    private final Gate gate;
    private final Map<Path, Seen> seen = new HashMap<>();

    private record Stamp(long size, long modified, Object key) {
        static Stamp of(Path file) throws IOException {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.size(), attributes.lastModifiedTime().toMillis(), String.valueOf(attributes.fileKey()));
        }
    }

    private record Seen(Stamp stamp, Optional<Entry> entry, String problem) {}

    JarSource(Path place, Kind kind, Gate gate) {
        this.place = place.toAbsolutePath().normalize();
        this.kind = kind;
        this.gate = gate;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public String name() {
        return place.toString();
    }

    @Override
    public synchronized Look look() throws Refusal {
        var entries = new ArrayList<Entry>();
        var problems = new ArrayList<String>();
        List<Path> files = files();
        for (Path file : files) {
            Seen now = seen(file);
            seen.put(file, now);
            now.entry().ifPresentOrElse(entries::add, () -> problems.add(now.problem()));
        }
        seen.keySet().retainAll(files);
        return new Look(Optional.empty(), entries, Verdict.unsigned("it stands on this machine's disk and has no index"), problems, Instant.now());
    }

    private List<Path> files() throws Refusal {
        if (kind == Kind.FILE) {
            if (!Files.isRegularFile(place)) {
                throw new Refusal(Reason.SOURCE_MISSING, "there is no file " + place);
            }
            return List.of(place);
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(file -> file.getFileName().toString().matches("[^.].*\\.jar")).filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new Refusal(Reason.SOURCE_MISSING, "the folder " + place + " cannot be read: " + e, e);
        }
    }

    private Seen seen(Path file) {
        try {
            Stamp stamp = Stamp.of(file);
            Seen before = seen.get(file);
            if (before != null && before.stamp().equals(stamp)) {
                return before;
            }
            try {
                return new Seen(stamp, Optional.of(entry(file)), "");
            } catch (Refusal e) {
                return new Seen(stamp, Optional.empty(), file.getFileName() + " " + e.words());
            }
        } catch (IOException e) {
            return new Seen(new Stamp(-1, -1, ""), Optional.empty(), file.getFileName() + " cannot be read: " + e);
        }
    }

    private Entry entry(Path file) throws Refusal, IOException {
        Entry entry = Described.entry(BundleFile.open(file, gate)).withLocations(List.of(file.getFileName().toString()));
        Path signature = file.resolveSibling(file.getFileName() + SignatureFile.ENDING);
        if (!Files.exists(signature)) {
            return entry;
        }
        try (InputStream in = Files.newInputStream(signature)) {
            var beside = SignatureFile.Beside.read(Copies.limited(in, signature.toString(), SignatureFile.LARGEST));
            return entry.sealed(beside.publisher(), beside.seals());
        }
    }

    @Override
    public void fetch(Entry entry, Path target, Progress progress) throws Refusal, InterruptedException {
        Path folder = kind == Kind.FILE ? place.getParent() : place;
        try (var shelf = new FolderShelf(folder)) {
            String location = entry.locations().stream().findFirst().orElseThrow(() -> new Refusal(Reason.SOURCE_MISSING, Copies.name(entry) + " is nowhere"));
            Copies.checked(entry, target, file -> shelf.bring(entry, location, file, progress));
        }
    }

    @Override
    public void close() {
        // holds nothing
    }
}
