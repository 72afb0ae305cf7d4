package dev.fresnel.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * A module as it was built.
 *
 * @param path folder in the source tree: {@code bundles/http}
 * @param classes of its main code
 * @param manifest of its bundle; empty when it is none
 */
record Module(String path, Path folder, List<JavaClass> classes, Optional<Manifest> manifest) {

    /** Only our own classes: a bundle may have unpacked a library into its folder. */
    static Module read(Path root, Path folder) {
        var built = folder.resolve("target/classes");
        var ours = built.resolve("dev/fresnel");
        return new Module(root.relativize(folder).toString(), folder, Files.isDirectory(ours) ? classes(ours) : List.of(), manifest(built.resolve("META-INF/MANIFEST.MF")));
    }

    private static List<JavaClass> classes(Path built) {
        return new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPath(built).stream().toList();
    }

    private static Optional<Manifest> manifest(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (var in = Files.newInputStream(file)) {
            return Optional.of(new Manifest(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code bundles}, {@code plugins}, {@code kernel/api}: what the layers speak of. */
    String layer() {
        return path.startsWith("bundles/") ? "bundles" : path.startsWith("plugins/") ? "plugins" : path;
    }

    String name() {
        return folder.getFileName().toString();
    }

    boolean isPlugin() {
        return layer().equals("plugins");
    }

    /** Stands in a running Fresnel: everything but launcher, tests and distributions. */
    boolean isBundle() {
        return isPlugin() || layer().equals("bundles") || path.startsWith("catalog/") || path.equals("kernel/api") || path.equals("kernel/spi");
    }

    /** {@code ""} when there is no such header. */
    String header(String name) {
        return manifest.map(m -> m.getMainAttributes().getValue(name)).orElse("");
    }

    /** The clauses of a manifest header, split at commas outside quotes. */
    List<String> clauses(String name) {
        return Stream.of(header(name).split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")).map(String::strip).filter(clause -> !clause.isEmpty()).toList();
    }

    Optional<String> text(String file) {
        var path = folder.resolve(file);
        try {
            return Files.exists(path) ? Optional.of(Files.readString(path)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
