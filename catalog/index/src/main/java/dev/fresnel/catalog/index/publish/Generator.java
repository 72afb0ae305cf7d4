package dev.fresnel.catalog.index.publish;

import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.Index;
import dev.fresnel.catalog.api.Publisher;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.api.Revocation;
import dev.fresnel.catalog.api.Seal;
import dev.fresnel.catalog.index.Described;
import dev.fresnel.catalog.index.IndexFile;
import dev.fresnel.catalog.index.Snapshot;
import dev.fresnel.catalog.index.archive.BundleFile;
import dev.fresnel.catalog.index.archive.Gate;
import dev.fresnel.catalog.index.trust.Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Makes a catalog on disk from bundle files: {@code index.json} and {@code bundles/}. The same files give the same bytes. */
public final class Generator {
    /** How long a signed index is believed unless its maker says otherwise. */
    public static final Duration LIFE = Duration.ofDays(7);

    private final Gate gate;

    public Generator(Gate gate) {
        this.gate = gate;
    }

    /**
     * What stands in the index besides its entries.
     *
     * @param publisher who answers for the plugins, and its key; empty when nobody does
     */
    public record Terms(String name, long version, Instant issued, Duration life, Optional<Signed> publisher, List<Publisher> publishers, List<Revocation> revocations) {}

    /** A publisher who signs. */
    public record Signed(String publisher, Signer signer) {}

    /** @param folder of the catalog; made when it is not there, files of an older index stay */
    public Index generate(List<Path> bundles, Path folder, Terms terms) throws Refusal, IOException {
        var entries = new ArrayList<Entry>();
        Files.createDirectories(folder.resolve("bundles"));
        for (Path bundle : bundles) {
            entries.add(place(bundle, folder, terms));
        }
        entries.sort(Comparator.comparing(Entry::id).thenComparing(Entry::version));
        var index = new Index(
                terms.name(), terms.version(), terms.issued(), terms.issued().plus(terms.life()), Snapshot.of(entries), terms.publishers(), entries, terms.revocations());
        byte[] document = IndexFile.write(index);
        IndexFile.read(document); // what we would not read ourselves is not written
        replace(folder.resolve(IndexFile.NAME), document);
        return index;
    }

    private Entry place(Path bundle, Path folder, Terms terms) throws Refusal, IOException {
        Entry entry = describe(bundle);
        String location = "bundles/" + entry.id() + "-" + entry.version() + ".jar";
        Path target = folder.resolve(location);
        Path part = target.resolveSibling("." + target.getFileName() + ".part");
        Files.copy(bundle, part, StandardCopyOption.REPLACE_EXISTING);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        BundleFile.open(target, gate).mustBe(entry);
        Entry placed = entry.withLocations(List.of(location));
        if (terms.publisher().isEmpty() || !answersFor(terms, entry)) {
            return placed;
        }
        Signed signed = terms.publisher().get();
        List<Seal> seals = List.of(signed.signer().seal(entry.sha256()));
        return placed.sealed(signed.publisher(), seals);
    }

    /** For plugins always; a library of others that comes along is vouched for by the index alone. */
    private static boolean answersFor(Terms terms, Entry entry) {
        boolean plugin = entry.headers().provideCapability().stream().anyMatch(clause -> clause.paths().contains("fresnel.plugin"));
        return plugin || terms.publishers().stream().anyMatch(publisher -> publisher.owns(entry.symbolicName()));
    }

    private Entry describe(Path bundle) throws Refusal {
        try {
            return Described.entry(BundleFile.open(bundle, gate));
        } catch (Refusal e) {
            throw new Refusal(e.reason(), bundle.getFileName() + " " + e.words(), e);
        }
    }

    /** In one step, so that a reader sees the old file or the new one. */
    static void replace(Path file, byte[] bytes) throws IOException {
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        Files.write(part, bytes);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
