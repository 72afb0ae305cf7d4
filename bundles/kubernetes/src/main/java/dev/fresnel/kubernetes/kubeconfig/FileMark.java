package dev.fresnel.kubernetes.kubeconfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What tells one content of a file from the next without reading it; follows symbolic links, so that a switched link is a
 * change too.
 */
public record FileMark(@Nullable Path real, @Nullable Object key, @Nullable FileTime changed, long size) {
    private static final FileMark ABSENT = new FileMark(null, null, null, -1);

    public static FileMark of(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileMark(file.toRealPath(), now.fileKey(), now.lastModifiedTime(), now.size());
        } catch (IOException e) {
            return ABSENT;
        }
    }

    public static List<FileMark> of(List<Path> files) {
        return files.stream().map(FileMark::of).toList();
    }
}
