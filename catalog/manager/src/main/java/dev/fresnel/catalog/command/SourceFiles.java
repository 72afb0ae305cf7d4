package dev.fresnel.catalog.command;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What a plugin is built from: looked at again and again, since some disks and editors give no notice. */
final class SourceFiles {
    private static final Set<String> MADE = Set.of("target", "node_modules");
    private static final long PAUSE = 200;

    private final Path folder;

    private record Stamp(long modified, long size) {}

    SourceFiles(Path folder) {
        this.folder = folder;
    }

    /** Equal to another one when nothing has changed in between. */
    Object look() throws IOException {
        Map<Path, Stamp> seen = new HashMap<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = String.valueOf(directory.getFileName());
                boolean skipped = !directory.equals(folder) && (name.startsWith(".") || MADE.contains(name));
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (!String.valueOf(file.getFileName()).startsWith(".")) { // editors' own
                    seen.put(file, new Stamp(attributes.lastModifiedTime().toMillis(), attributes.size()));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE; // gone while we looked
            }
        });
        return seen;
    }

    /** Returns when something is different and has come to rest. */
    void awaitChange(Object before) throws IOException, InterruptedException {
        Object last = before;
        for (;;) {
            Thread.sleep(PAUSE);
            Object now = look();
            if (!now.equals(before) && now.equals(last)) {
                return;
            }
            last = now;
        }
    }
}
