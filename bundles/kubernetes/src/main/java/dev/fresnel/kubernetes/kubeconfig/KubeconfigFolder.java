package dev.fresnel.kubernetes.kubeconfig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;

/** Kubeconfigs that were given to us in the page: a file for each context, for the owner alone, below the data folder. */
public final class KubeconfigFolder {
    private static final String END = ".yaml";

    private final Path folder;

    /** @param folder made when something is kept in it */
    public KubeconfigFolder(Path folder) {
        this.folder = folder;
    }

    /** In the order of their names. */
    public List<Path> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(END)).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Names of the contexts that are kept here. */
    public List<String> contexts() {
        return Kubeconfig.read(files()).contexts().stream().map(Context::name).toList();
    }

    /** On disk when it returns. */
    public void keep(String context, Map<String, Object> parts) {
        byte[] text = new Dump(DumpSettings.builder().build()).dumpToString(parts).getBytes(StandardCharsets.UTF_8);
        try {
            Files.createDirectories(folder);
            boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
            Path draft = posix
                    ? Files.createTempFile(folder, ".draft", "", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                    : Files.createTempFile(folder, ".draft", "");
            Files.write(draft, text);
            Files.move(draft, folder.resolve(fileName(context)), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return whether there was such a context */
    public boolean remove(String context) {
        Optional<Path> file = files().stream().filter(one -> Kubeconfig.read(List.of(one)).contexts().stream().anyMatch(found -> found.name().equals(context))).findFirst();
        try {
            return file.isPresent() && Files.deleteIfExists(file.get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A name that is one's own: two contexts whose ids are alike are two files. */
    private static String fileName(String context) {
        return ClusterIds.plain(context) + "-" + ClusterIds.hash(context) + END;
    }
}
