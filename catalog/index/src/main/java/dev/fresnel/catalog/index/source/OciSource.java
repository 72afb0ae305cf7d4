package dev.fresnel.catalog.index.source;

import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.Look;
import dev.fresnel.catalog.api.Progress;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.api.Verdict;
import dev.fresnel.catalog.index.Described;
import dev.fresnel.catalog.index.IndexFile;
import dev.fresnel.catalog.index.archive.BundleFile;
import dev.fresnel.catalog.index.archive.Gate;
import dev.fresnel.catalog.index.trust.SignatureFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What stands under one name in an OCI registry: a catalog, or one bundle. Which of them is known when it is looked at. */
final class OciSource implements Catalogued {
    private final OciAddress address;
    private final Registry registry;
    private final CatalogSource catalog;
    private final Gate gate;
    private final Path folder;
    private final long largest;

    /** @param folder private, for jars while they are read */
    OciSource(OciAddress address, Registry registry, CatalogSource catalog, Gate gate, Path folder, long largest) {
        this.address = address;
        this.registry = registry;
        this.catalog = catalog;
        this.gate = gate;
        this.folder = folder;
        this.largest = largest;
    }

    @Override
    public Kind kind() {
        return Kind.OCI;
    }

    @Override
    public String name() {
        return address.toString();
    }

    @Override
    public Optional<byte[]> document(String document, long limit) throws Refusal, InterruptedException {
        return catalog.document(document, limit);
    }

    @Override
    public Look look() throws Refusal, InterruptedException {
        Artifact artifact = Artifact.read(registry.manifest(address.reference()));
        if (artifact.layer(IndexFile.NAME).isPresent()) {
            return catalog.look();
        }
        Artifact.Layer jar = artifact.layers().stream()
                .filter(layer -> layer.title().endsWith(".jar") || layer.mediaType().equals("application/java-archive"))
                .findFirst()
                .orElseThrow(() -> new Refusal(Reason.SOURCE_INVALID, address + " holds neither a catalog nor a bundle"));
        return new Look(Optional.empty(), List.of(read(artifact, jar)), Verdict.unsigned("a single bundle has no index"), List.of(), Instant.now());
    }

    private Entry read(Artifact artifact, Artifact.Layer jar) throws Refusal, InterruptedException {
        if (jar.size() > largest) {
            throw new Refusal(Reason.SOURCE_TOO_LARGE, "the bundle has " + jar.size() + " bytes, more than " + largest);
        }
        Path file = folder.resolve("oci-" + Long.toHexString(System.nanoTime()) + ".jar");
        try {
            registry.download(jar.digest(), file, jar.size(), Progress.NONE);
            Entry entry = Described.entry(BundleFile.open(file, gate)).withLocations(List.of("oci:" + address.host() + "/" + address.name() + "@" + jar.digest()));
            if (!jar.digest().equals("sha256:" + entry.sha256())) {
                throw new Refusal(Reason.DIGEST_WRONG, "the registry sent another bundle than " + jar.digest());
            }
            Optional<Artifact.Layer> signature = artifact.layer(jar.title() + SignatureFile.ENDING);
            if (signature.isEmpty()) {
                return entry;
            }
            var beside = SignatureFile.Beside.read(registry.blob(signature.get().digest(), SignatureFile.LARGEST));
            return entry.sealed(beside.publisher(), beside.seals());
        } finally {
            Copies.remove(file);
        }
    }

    @Override
    public void fetch(Entry entry, Path target, Progress progress) throws Refusal, InterruptedException {
        Copies.checked(entry, target, file -> registry.download("sha256:" + entry.sha256(), file, entry.size(), progress));
    }

    @Override
    public void close() {
        registry.close();
    }
}
