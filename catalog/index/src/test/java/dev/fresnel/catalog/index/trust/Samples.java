package dev.fresnel.catalog.index.trust;

import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.Headers;
import dev.fresnel.catalog.api.Index;
import dev.fresnel.catalog.api.Publisher;
import dev.fresnel.catalog.api.Revocation;
import dev.fresnel.catalog.api.Seal;
import dev.fresnel.catalog.index.IndexFile;
import dev.fresnel.catalog.index.Snapshot;
import dev.fresnel.catalog.index.archive.Digests;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Catalogs of two publishers, as tests need them. */
public final class Samples {
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    public static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    public final Signer catalog = new Signer(Keys.generate());
    public final Signer acme = new Signer(Keys.generate());
    public final Signer other = new Signer(Keys.generate());

    public static Entry entry(String id, String version, String content) {
        var headers = new Headers(Map.of("Bundle-ManifestVersion", "2", "Bundle-SymbolicName", "dev.acme." + id, "Bundle-Version", version));
        return new Entry(id, version, id, "", headers, Digests.sha256(content.getBytes()), content.length(), "", List.of(), List.of("bundles/" + id + ".jar"), Map.of(), List.of(), "", "", "");
    }

    public Entry sealed(Entry entry) {
        return entry.sealed("acme", List.of(acme.seal(entry.sha256())));
    }

    public List<Publisher> publishers() {
        return List.of(
                new Publisher("acme", List.of(acme.publicKey()), List.of("hello", "acme-*", "dev.acme.*")), new Publisher("other", List.of(other.publicKey()), List.of("dev.other.*", "theirs")));
    }

    /** What an index may differ in. */
    public Index index(long version, Entry... entries) {
        return index(version, NOW.minus(Duration.ofHours(1)), NOW.plus(Duration.ofDays(6)), List.of(), entries);
    }

    public Index index(long version, Instant issued, Instant expires, List<Revocation> revoked, Entry... entries) {
        var all = new ArrayList<>(List.of(entries));
        return new Index("main", version, issued, expires, Snapshot.of(all), publishers(), all, revoked);
    }

    public byte[] sign(byte[] document) {
        return new SignatureFile(List.of(catalog.sign(document))).write();
    }

    public byte[] write(Index index) {
        return IndexFile.write(index);
    }

    public Policy policy() {
        return policy(Policy.Unsigned.NOWHERE);
    }

    public Policy policy(Policy.Unsigned unsigned) {
        return new Policy(unsigned, List.of(new Policy.Catalog("main", List.of(catalog.publicKey()), 1)), List.of(), List.of(), Map.of(), false);
    }

    public static Seal seal(Signer signer, Entry entry) {
        return signer.seal(entry.sha256());
    }
}
