package dev.fresnel.catalog.manager;

import dev.fresnel.catalog.api.LockFile;
import dev.fresnel.catalog.api.LockFile.Locked;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.index.json.Fields;
import dev.fresnel.catalog.index.json.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code plugins.lock}: what all replicas install. One of them owns it, writes it and decides versions; the others follow its digests.
 * Owner is who holds the operating system's lock on the file beside it, so ownership passes on when that process ends; where nothing
 * can be written, everybody follows.
 */
final class Lock implements AutoCloseable {
    private final Path file;
    private @Nullable FileChannel channel;
    private @Nullable FileLock held;

    Lock(Path file) {
        this.file = file;
    }

    /** Whether this process decides; asks again each time until it does. */
    synchronized boolean own() {
        if (held != null && held.isValid()) {
            return true;
        }
        try {
            Files.createDirectories(file.getParent());
            if (channel == null) {
                channel = FileChannel.open(file.resolveSibling(file.getFileName() + ".owner"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            }
            held = channel.tryLock();
            return held != null;
        } catch (IOException | OverlappingFileLockException e) {
            return false; // somebody else's, or not to be written: then somebody else decides
        }
    }

    Optional<LockFile> read() throws Refusal {
        try {
            Fields fields = Fields.of(Files.readAllBytes(file), file.toString(), Reason.SOURCE_INVALID);
            var plugins = new ArrayList<Locked>();
            for (Fields one : fields.list("plugins", 500)) {
                plugins.add(new Locked(
                        one.text("name"), one.text("version"), one.digest("sha256"), one.number("size", 0, Long.MAX_VALUE), one.text("source"), one.text("location"), one.text("publisher", "")));
            }
            return Optional.of(new LockFile(fields.digest("wishes"), plugins));
        } catch (java.nio.file.NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new Refusal(Reason.DISK, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Only the owner may. */
    void write(LockFile lock) throws Refusal {
        var plugins = lock.plugins().stream().map(Lock::json).toList();
        byte[] bytes = Json.write(new LinkedHashMap<>(Map.of("wishes", lock.wishes(), "plugins", plugins)));
        try {
            Folder.replace(file, bytes);
        } catch (IOException e) {
            throw new Refusal(Reason.DISK, file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static Map<String, Object> json(Locked one) {
        var members = new LinkedHashMap<String, Object>();
        members.put("name", one.name());
        members.put("version", one.version());
        members.put("sha256", one.sha256());
        members.put("size", one.size());
        members.put("source", one.source());
        members.put("location", one.location());
        if (!one.publisher().isEmpty()) {
            members.put("publisher", one.publisher());
        }
        return members;
    }

    @Override
    public synchronized void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // the lock ends with the process anyway
        }
    }
}
