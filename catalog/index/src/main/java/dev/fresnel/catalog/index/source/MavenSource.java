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
import dev.fresnel.catalog.index.archive.Digests;
import dev.fresnel.catalog.index.archive.Gate;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One artifact of a Maven repository: its jar, by the repository's layout, with the checksum that stands beside it; nothing that
 * the artifact depends on. What the manifest says is known once the jar is there, so a look downloads the jar that it offers.
 */
final class MavenSource implements Source {
    private static final long SMALL = 4 << 20;
    private static final int LINE = 4_096;
    /** Strongest first; one of them must be there. */
    private static final Map<String, String> CHECKSUMS = new java.util.TreeMap<>(Map.of(".sha512", "SHA-512", ".sha256", "SHA-256", ".sha1", "SHA-1"));

    private final MavenAddress address;
    private final Web web;
    private final Gate gate;
    private final Path folder;
    private final long largest;
    private final Map<String, Entry> known = new HashMap<>();

    /** @param folder private, for jars while they are read */
    MavenSource(MavenAddress address, Web web, Gate gate, Path folder, long largest) {
        this.address = address;
        this.web = web;
        this.gate = gate;
        this.folder = folder;
        this.largest = largest;
    }

    @Override
    public Kind kind() {
        return Kind.MAVEN;
    }

    @Override
    public String name() {
        return address.toString();
    }

    @Override
    public synchronized Look look() throws Refusal, InterruptedException {
        String version = Versions.isRange(address.version()) ? newest() : address.version();
        Entry entry = known.get(version);
        if (entry == null) {
            entry = read(version);
            known.put(version, entry);
        }
        return new Look(Optional.empty(), List.of(entry), Verdict.unsigned("a Maven repository has no index of ours"), List.of(), Instant.now());
    }

    private String newest() throws Refusal, InterruptedException {
        var metadata = web.document(address.metadata(), Map.of(), "", SMALL)
                .orElseThrow(() -> new Refusal(Reason.SOURCE_MISSING, "the repository does not know " + address.group() + ":" + address.artifact()));
        return MavenMetadata.versions(metadata.bytes()).stream()
                .filter(version -> Versions.within(version, address.version()))
                .max(Versions.order())
                .orElseThrow(() -> new Refusal(Reason.SOURCE_MISSING, "the repository has no version " + address.version() + " of " + address.group() + ":" + address.artifact()));
    }

    private Entry read(String version) throws Refusal, InterruptedException {
        Path jar = folder.resolve("maven-" + Long.toHexString(System.nanoTime()) + ".jar");
        try {
            download(address.jar(version), jar, Progress.NONE);
            return Described.entry(BundleFile.open(jar, gate)).withLocations(List.of(address.withVersion(version).toString()));
        } finally {
            Copies.remove(jar);
        }
    }

    private void download(URI jar, Path target, Progress progress) throws Refusal, InterruptedException {
        web.download(web.get(jar, Map.of()), target, largest, progress);
        for (var kind : CHECKSUMS.entrySet().stream().sorted(java.util.Comparator.comparingInt(one -> -one.getValue().length())).toList()) {
            var written = web.document(URI.create(jar + kind.getKey()), Map.of(), "", LINE);
            if (written.isPresent()) {
                String expected = new String(written.get().bytes(), StandardCharsets.US_ASCII).strip().split("\\s+")[0].toLowerCase(Locale.ROOT);
                if (!expected.equals(digest(target, kind.getValue()))) {
                    throw new Refusal(Reason.DIGEST_WRONG, Web.shown(jar) + " is not what its checksum " + kind.getKey() + " says");
                }
                return;
            }
        }
        throw new Refusal(Reason.SOURCE_INVALID, Web.shown(jar) + " has no checksum beside it");
    }

    private static String digest(Path file, String algorithm) throws Refusal {
        MessageDigest digest = Digests.of(algorithm);
        try (InputStream in = Files.newInputStream(file)) {
            var buffer = new byte[65_536];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return Digests.hex(digest);
        } catch (IOException e) {
            throw new Refusal(Reason.DISK, "the download cannot be read again: " + e, e);
        }
    }

    @Override
    public void fetch(Entry entry, Path target, Progress progress) throws Refusal, InterruptedException {
        String location = entry.locations().stream().findFirst().orElse("");
        String version = location.startsWith("maven:") ? MavenAddress.parse(location, address.repository()).version() : address.version();
        if (Versions.isRange(version)) {
            throw new Refusal(Reason.SOURCE_INVALID, Copies.name(entry) + " names no single version of its artifact");
        }
        Copies.checked(entry, target, file -> download(address.jar(version), file, progress));
    }

    @Override
    public void close() {
        web.close();
    }
}
