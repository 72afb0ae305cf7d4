package dev.fresnel.catalog.index.source;

import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.Progress;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** A catalog in a folder of this machine. */
final class FolderShelf implements Shelf {
    private final Path folder;

    FolderShelf(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    @Override
    public Optional<byte[]> document(String name, long limit) throws Refusal {
        try (InputStream in = Files.newInputStream(folder.resolve(name))) {
            return Optional.of(Copies.limited(in, name, limit));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new Refusal(Reason.DISK, folder.resolve(name) + " cannot be read: " + e, e);
        }
    }

    @Override
    public void bring(Entry entry, String location, Path target, Progress progress) throws Refusal {
        Path file = folder.resolve(location).normalize();
        if (!file.startsWith(folder)) {
            throw new Refusal(Reason.SOURCE_INVALID, location + " is not in the catalog's folder");
        }
        try (InputStream in = Files.newInputStream(file)) {
            Copies.copy(in, target, entry.size(), entry.size(), progress);
        } catch (NoSuchFileException e) {
            throw new Refusal(Reason.SOURCE_MISSING, "the catalog has no file " + location, e);
        } catch (IOException e) {
            throw new Refusal(Reason.DISK, file + " cannot be read: " + e, e);
        }
    }

    @Override
    public void close() {
        // holds nothing
    }
}
