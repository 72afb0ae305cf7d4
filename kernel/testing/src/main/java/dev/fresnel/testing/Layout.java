package dev.fresnel.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/** A distribution that was laid out: {@code boot/}, {@code plugins/}, {@code bin/}. */
public record Layout(Path home) {
    private static final Pattern ID = Pattern.compile("fresnel\\.plugin;fresnel\\.plugin=\"?([a-z][a-z0-9-]*)");

    /** The one that system property {@code fresnel.layout} names, else that of {@code distribution/desktop} in this source tree. */
    public static Layout desktop() {
        var named = Optional.ofNullable(System.getProperty("fresnel.layout")).map(Path::of);
        return new Layout(named.orElseGet(() -> root().resolve("distribution/desktop/target/fresnel")));
    }

    /** The source tree that the working directory is in. */
    public static Path root() {
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isExecutable(folder.resolve("mvnw")) || Files.exists(folder.resolve("mvnw.cmd"))) {
                return folder;
            }
        }
        throw new IllegalStateException("not in the source tree");
    }

    public Path boot() {
        return home.resolve("boot");
    }

    public Path start() {
        return home.resolve("bin/fresnel");
    }

    public List<Path> plugins() {
        try (var files = Files.list(home.resolve("plugins"))) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path plugin(String id) {
        return plugins().stream().filter(jar -> pluginId(jar).equals(id)).findFirst().orElseThrow(() -> new AssertionError("no plugin " + id + " in " + home));
    }

    /** The id that a jar's manifest claims. */
    public static String pluginId(Path jar) {
        try (var file = new JarFile(jar.toFile())) {
            var capabilities = Optional.ofNullable(file.getManifest().getMainAttributes().getValue("Provide-Capability")).orElse("");
            var id = ID.matcher(capabilities);
            if (!id.find()) {
                throw new AssertionError(jar + " provides no fresnel.plugin: " + capabilities);
            }
            return id.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
