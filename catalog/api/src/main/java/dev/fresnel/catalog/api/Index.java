package dev.fresnel.catalog.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a catalog publishes.
 *
 * @param name of the catalog; its state and keys are kept under this name
 * @param version counts up with each publication; an older one is refused
 * @param expires from when on the index is no longer believed
 * @param snapshot SHA-256 over what the entries are (id, version, digest, size), so that two of the same version must be the same
 */
public record Index(
        String name, long version, Instant issued, Instant expires, String snapshot, List<Publisher> publishers, List<Entry> entries, List<Revocation> revocations) {
    public Index {
        publishers = List.copyOf(publishers);
        entries = List.copyOf(entries);
        revocations = List.copyOf(revocations);
    }

    public Optional<Publisher> publisher(String of) {
        return publishers.stream().filter(publisher -> publisher.name().equals(of)).findFirst();
    }

    public Optional<Revocation> revocation(String sha256) {
        return revocations.stream().filter(revocation -> revocation.sha256().equals(sha256)).findFirst();
    }
}
