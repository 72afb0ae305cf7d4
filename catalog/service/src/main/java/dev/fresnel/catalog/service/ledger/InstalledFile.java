package dev.fresnel.catalog.service.ledger;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code installed.json}: replaced by an atomic rename, which is the moment at which a change counts. */
public final class InstalledFile {
    private static final Logger LOG = LoggerFactory.getLogger(InstalledFile.class);

    private final Path file;
    private final Path former;
    private final JsonCodec json;
    private final Checkpoint checkpoint;
    private volatile Installed now;

    /** As it is written: in the order of ids. */
    private record Written(long generation, String by, TreeMap<String, Installed.Entry> plugins) {}

    private record Read(long generation, String by, Map<String, Installed.Entry> plugins) {}

    public InstalledFile(Path folder, JsonCodec json, Checkpoint checkpoint) {
        this.file = folder.resolve("installed.json");
        this.former = folder.resolve("installed.former.json");
        this.json = json;
        this.checkpoint = checkpoint;
        this.now = read(file).or(() -> read(former)).orElse(Installed.NOTHING);
    }

    public Installed now() {
        return now;
    }

    /**
     * Commits. When this returns it survives everything; when it throws, the former content stands.
     *
     * @throws UncheckedIOException when it cannot be written
     */
    public synchronized Installed commit(String operation, UnaryOperator<Installed> change) {
        Installed next = change.apply(now).next(operation);
        try {
            PrivateFiles.folder(file.toAbsolutePath().getParent());
            keepFormer();
            PrivateFiles.replace(file, json.write(new Written(next.generation(), next.by(), new TreeMap<>(next.plugins()))), checkpoint);
        } catch (IOException e) {
            throw new UncheckedIOException("What is installed cannot be written down (" + file + "): " + e.getMessage(), e);
        }
        now = next;
        return next;
    }

    private void keepFormer() throws IOException {
        if (Files.exists(file)) {
            Files.deleteIfExists(former);
            try {
                Files.createLink(former, file);
            } catch (UnsupportedOperationException | IOException e) {
                Files.copy(file, former, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private Optional<Installed> read(Path from) {
        if (!Files.exists(from)) {
            return Optional.empty();
        }
        try {
            Read found = json.read(json.parse(Files.readAllBytes(from)), Read.class);
            return Optional.of(new Installed(found.generation(), found.by(), found.plugins()));
        } catch (IOException | Problem | NullPointerException e) {
            LOG.error("{} cannot be read ({}); the former one is used", from, e.getMessage());
            aside(from);
            return Optional.empty();
        }
    }

    /** Kept for whoever wants to see what happened to it. */
    private void aside(Path broken) {
        try {
            Files.move(broken, broken.resolveSibling(broken.getFileName() + ".broken"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.debug("{} stays where it is: {}", broken, e.toString());
        }
    }
}
