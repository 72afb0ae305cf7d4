package dev.fresnel.catalog.index.source;

import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.Progress;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import java.nio.file.Path;
import java.util.Optional;

/** A catalog in an OCI registry: one artifact whose layers are the index, its signature and the bundles, found by their digest. */
final class OciShelf implements Shelf {
    private final Registry registry;
    private final OciAddress address;

    OciShelf(Registry registry, OciAddress address) {
        this.registry = registry;
        this.address = address;
    }

    @Override
    public Optional<byte[]> document(String name, long limit) throws Refusal, InterruptedException {
        Optional<Artifact.Layer> layer = Artifact.read(registry.manifest(address.reference())).layer(name);
        if (layer.isEmpty()) {
            return Optional.empty();
        }
        if (layer.get().size() > limit) {
            throw new Refusal(Reason.SOURCE_TOO_LARGE, name + " has more than " + limit + " bytes");
        }
        return Optional.of(registry.blob(layer.get().digest(), limit));
    }

    @Override
    public void bring(Entry entry, String location, Path target, Progress progress) throws Refusal, InterruptedException {
        registry.download("sha256:" + entry.sha256(), target, entry.size(), progress);
    }

    @Override
    public void close() {
        registry.close();
    }
}
