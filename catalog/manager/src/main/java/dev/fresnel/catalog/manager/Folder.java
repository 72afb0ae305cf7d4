package dev.fresnel.catalog.manager;

import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.index.archive.Digests;
import dev.fresnel.catalog.index.json.Fields;
import dev.fresnel.catalog.index.json.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The folder of plugins. A bundle appears in it whole or not at all, and what somebody else put there is never touched: which files
 * are ours stands in a record beside them.
 */
public final class Folder {
    /** What is ours alone; servers look at {@code *.jar} only. */
    public static final String OWN = ".fresnel";

    private final Path folder;
    private final Path own;
    private final Path incoming;
    private final Path record;
    private final Map<String, Checked> checked = new LinkedHashMap<>();

    /** A digest and the state of the file for which it was computed. */
    private record Checked(String sha256, long size, FileTime modified) {}

    public Folder(Path folder) {
        this.folder = folder;
        this.own = folder.resolve(OWN);
        this.incoming = own.resolve("incoming");
        this.record = own.resolve("placed.json");
    }

    /** Makes what is needed and throws away what an earlier run left half done. */
    public void prepare() throws Refusal {
        try {
            Files.createDirectories(incoming);
            try (var left = Files.newDirectoryStream(incoming)) {
                for (Path file : left) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw disk("cannot be written", e);
        }
    }

    /** A file that does not exist yet, on the same disk. */
    public Path fresh(String name) {
        return incoming.resolve(name + "." + Long.toString(System.nanoTime(), 36) + ".part");
    }

    public Path incoming() {
        return incoming;
    }

    private static String file(String name) {
        return name + ".jar";
    }

    /** The digest of what stands there under that name, if we put it there. */
    public synchronized Optional<String> digest(String name) throws Refusal {
        if (!placed().containsKey(name)) {
            return Optional.empty();
        }
        Path path = folder.resolve(file(name));
        try {
            var attributes = Files.readAttributes(path, java.nio.file.attribute.BasicFileAttributes.class);
            Checked known = checked.get(name);
            if (known == null || known.size() != attributes.size() || !known.modified().equals(attributes.lastModifiedTime())) {
                known = new Checked(Digests.sha256(path), attributes.size(), attributes.lastModifiedTime());
                checked.put(name, known);
            }
            return Optional.of(known.sha256());
        } catch (java.nio.file.NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw disk(file(name) + " cannot be read", e);
        }
    }

    /** Puts a verified file in its place in one step; on disk before it is seen. */
    public synchronized void place(String name, String sha256, Path verified) throws Refusal {
        Path target = folder.resolve(file(name));
        Map<String, String> all = placed();
        try {
            if (!all.containsKey(name) && Files.exists(target)) {
                throw new Refusal(Reason.DISK, target + " was put there by somebody else; it is left alone");
            }
            try (FileChannel channel = FileChannel.open(verified, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.setPosixFilePermissions(verified, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
            all.put(name, sha256);
            remember(all); // first: a file of ours that nobody knows to be ours could never be replaced
            Files.move(verified, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw disk(file(name) + " cannot be written", e);
        }
    }

    /** Takes away what is ours and not wished for. @return names of what went */
    public synchronized java.util.List<String> keepOnly(java.util.Set<String> wished) throws Refusal {
        Map<String, String> all = placed();
        var gone = all.keySet().stream().filter(name -> !wished.contains(name)).toList();
        if (gone.isEmpty()) {
            return gone;
        }
        try {
            for (String name : gone) {
                Files.deleteIfExists(folder.resolve(file(name)));
                all.remove(name);
                checked.remove(name);
            }
            remember(all);
        } catch (IOException e) {
            throw disk("cannot be tidied", e);
        }
        return gone;
    }

    private Map<String, String> placed() throws Refusal {
        try {
            return new TreeMap<>(Fields.of(Files.readAllBytes(record), record.toString(), Reason.DISK).textMap("placed"));
        } catch (java.nio.file.NoSuchFileException e) {
            return new TreeMap<>();
        } catch (IOException e) {
            throw disk(record + " cannot be read", e);
        }
    }

    private void remember(Map<String, String> all) throws IOException {
        replace(record, Json.write(Map.of("placed", all)));
    }

    /** Writes a small file in one step. */
    public static void replace(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path part = file.resolveSibling(file.getFileName() + "." + Long.toString(System.nanoTime(), 36) + ".part");
        try {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                var buffer = java.nio.ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private Refusal disk(String what, IOException cause) {
        return new Refusal(Reason.DISK, folder + ": " + what + " (" + cause.getClass().getSimpleName() + ": " + cause.getMessage() + ")", cause);
    }
}
