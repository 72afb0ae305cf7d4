package dev.fresnel.catalog.service.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that only this user reads (folders 0700, files 0600), written so that a crash leaves the former or the new content. */
public final class PrivateFiles {
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private PrivateFiles() {}

    /** Makes a folder and those above it; one that is there already is closed to others. */
    public static void folder(Path folder) throws IOException {
        Path parent = folder.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder, attributes(folder, FOLDER));
        } else if (posix(folder) && !Files.getPosixFilePermissions(folder).equals(FOLDER)) {
            Files.setPosixFilePermissions(folder, FOLDER);
        }
    }

    /** A new, empty file of its own name. */
    public static Path draft(Path folder) throws IOException {
        folder(folder);
        return Files.createTempFile(folder, "draft", ".part", attributes(folder, FILE));
    }

    /** Deletes drafts that an earlier process left. */
    static void sweep(Path folder) throws IOException {
        sweep(folder, "{draft*.part,fetch[0-9]*}");
    }

    static void sweep(Path folder, String names) throws IOException {
        if (Files.isDirectory(folder)) {
            try (var drafts = Files.newDirectoryStream(folder, names)) {
                for (Path draft : drafts) {
                    delete(draft);
                }
            }
        }
    }

    private static void delete(Path draft) throws IOException {
        if (Files.isDirectory(draft)) {
            try (var inside = Files.newDirectoryStream(draft)) {
                for (Path file : inside) {
                    Files.deleteIfExists(file);
                }
            }
        }
        Files.deleteIfExists(draft);
    }

    /** Opens for appending; makes the file when there is none. */
    static FileChannel append(Path file) throws IOException {
        return FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), attributes(file, FILE));
    }

    /** Replaces the content in one step that survives a loss of power. */
    public static void replace(Path file, byte[] content) throws IOException {
        folder(file.toAbsolutePath().getParent());
        replace(file, content, Checkpoint.NONE);
    }

    static void replace(Path file, byte[] content, Checkpoint checkpoint) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path draft = draft(folder);
        try {
            try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                var bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            checkpoint.reach("written");
            move(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Moves in one step, and makes the move itself durable. */
    static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path folder = to.toAbsolutePath().getParent();
        try (FileChannel directory = FileChannel.open(folder)) {
            directory.force(true);
        } catch (FileSystemException e) {
            // Windows opens no folders; its moves are durable without
        }
    }

    static FileAttribute<?>[] attributes(Path near, Set<PosixFilePermission> permissions) {
        return posix(near) ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)} : new FileAttribute<?>[0];
    }

    private static boolean posix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
