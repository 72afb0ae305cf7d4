package dev.fresnel.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** Another build of a plugin: the same bundle with other bytes. */
public final class Variant {
    private Variant() {}

    /** Copies the jar and adds a file, so that its digest differs while its behaviour does not. */
    public static Path of(Path jar, Path folder, int number) {
        var copy = folder.resolve(number + "-" + jar.getFileName());
        try (var from = new JarFile(jar.toFile()); var to = new JarOutputStream(Files.newOutputStream(copy), from.getManifest())) {
            for (var entry : from.stream().filter(e -> !e.getName().equals(JarFile.MANIFEST_NAME)).toList()) {
                to.putNextEntry(new ZipEntry(entry.getName()));
                from.getInputStream(entry).transferTo(to);
            }
            to.putNextEntry(new ZipEntry("META-INF/variant"));
            to.write(String.valueOf(number).getBytes(StandardCharsets.UTF_8));
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
