package dev.fresnel.catalog.index.archive;

import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.Headers;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A bundle file that passed the gate. */
public final class BundleFile {
    private static final int LONGEST = 1 << 20;

    private final Path file;
    private final Map<String, String> manifest;

    private BundleFile(Path file, Map<String, String> manifest) {
        this.file = file;
        this.manifest = manifest;
    }

    public static BundleFile open(Path file, Gate gate) throws Refusal {
        return new BundleFile(file, gate.check(file));
    }

    /** A file that passed the gate before and whose digest is watched over since: only its manifest is read. */
    public static BundleFile reopen(Path file) throws Refusal {
        byte[] manifest = new BundleFile(file, Map.of()).bytes(ManifestText.NAME).orElseThrow(() -> new Refusal(Reason.MANIFEST_INVALID, "is no bundle: it has no manifest"));
        return new BundleFile(file, ManifestText.read(manifest));
    }

    public Path file() {
        return file;
    }

    /** All main headers of its manifest. */
    public Map<String, String> manifest() {
        return manifest;
    }

    public Headers headers() {
        return ManifestText.kept(manifest);
    }

    /**
     * Whether this is the file that was promised.
     *
     * @throws Refusal when its size, its digest or what its manifest says is another one
     */
    public void mustBe(Entry entry) throws Refusal {
        try {
            if (Files.size(file) != entry.size()) {
                throw new Refusal(Reason.SIZE_WRONG, "has " + Files.size(file) + " bytes, not " + entry.size());
            }
            if (!Digests.sha256(file).equals(entry.sha256())) {
                throw new Refusal(Reason.DIGEST_WRONG, "is not the file that was promised: its SHA-256 is another one");
            }
        } catch (IOException e) {
            throw new Refusal(Reason.DISK, "cannot be read: " + e, e);
        }
        for (String name : Headers.KEPT) {
            if (!headers().get(name).equals(entry.headers().get(name))) {
                throw new Refusal(Reason.MANIFEST_DIFFERS, "has another " + name + " in its manifest than was promised");
            }
        }
    }

    /** The bytes of one entry. */
    public Optional<byte[]> bytes(String name) throws Refusal {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.getEntry(name);
            if (entry == null || entry.isDirectory()) {
                return Optional.empty();
            }
            try (InputStream in = zip.getInputStream(entry)) {
                byte[] bytes = in.readNBytes(LONGEST + 1);
                if (bytes.length > LONGEST) {
                    throw new Refusal(Reason.ARCHIVE_TOO_LARGE, "has a " + name + " that is larger than " + (LONGEST >> 20) + " MB");
                }
                return Optional.of(bytes);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new Refusal(Reason.ARCHIVE_DAMAGED, "cannot be read: " + e, e);
        }
    }

    /** The text of one entry; {@code ""} when there is none. */
    public String text(String name) throws Refusal {
        return bytes(name).map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("");
    }
}
