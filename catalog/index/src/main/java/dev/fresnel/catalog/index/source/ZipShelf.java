package dev.fresnel.catalog.index.source;

import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.Progress;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A catalog in one zip file, as it is carried to a site without a network. Nothing of it is unpacked but what is asked for. */
final class ZipShelf implements Shelf {
    private final Path file;

    ZipShelf(Path file) {
        this.file = file;
    }

    @Override
    public Optional<byte[]> document(String name, long limit) throws Refusal {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.getEntry(name);
            if (entry == null) {
                return Optional.empty();
            }
            try (InputStream in = zip.getInputStream(entry)) {
                return Optional.of(Copies.limited(in, name, limit));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new Refusal(Reason.SOURCE_INVALID, file + " cannot be read: " + e, e);
        }
    }

    @Override
    public void bring(Entry entry, String location, Path target, Progress progress) throws Refusal {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry found = zip.getEntry(location);
            if (found == null) {
                throw new Refusal(Reason.SOURCE_MISSING, "the catalog has no file " + location);
            }
            try (InputStream in = zip.getInputStream(found)) {
                Copies.copy(in, target, entry.size(), entry.size(), progress);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new Refusal(Reason.SOURCE_INVALID, file + " cannot be read: " + e, e);
        }
    }

    @Override
    public void close() {
        // holds nothing
    }
}
