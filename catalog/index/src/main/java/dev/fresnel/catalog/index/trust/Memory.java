package dev.fresnel.catalog.index.trust;

import dev.fresnel.catalog.api.Index;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.index.json.Fields;
import dev.fresnel.catalog.index.json.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was believed before, in a file: the newest index of each catalog, what was revoked, keys that replaced those of the policy.
 * Server and command line may share the file; each change locks it, reads it again and replaces it in one step.
 */
public final class Memory {
    private static final int MOST = 100_000;

    /** A file's lock is the process's: threads of one process need one of their own, whichever object they hold. */
    private static final Map<Path, Object> LOCKS = new ConcurrentHashMap<>();

    private final Path file;

    /** @param file {@code catalog-trust.json} in the data folder; made when first needed */
    public Memory(Path file) {
        this.file = file;
    }

    /**
     * What is known of one catalog.
     *
     * @param version of the newest index that was believed; 0 when there was none
     * @param rotation number of the last change of keys; 0 when there was none
     * @param keys those that replaced the policy's; empty when it is the policy that counts
     * @param founded the policy's keys that the rotation stands on; when the admin writes others, the rotation is void
     */
    record Known(long version, String snapshot, long rotation, List<String> keys, List<String> founded) {
        static final Known NOTHING = new Known(0, "", 0, List.of(), List.of());
    }

    /** Everything in the file. */
    private record Content(Map<String, Known> catalogs, Map<String, String> revoked) {}

    Known of(String catalog) throws Refusal {
        return read().catalogs().getOrDefault(catalog, Known.NOTHING);
    }

    Optional<String> revoked(String sha256) throws Refusal {
        return Optional.ofNullable(read().revoked().get(sha256));
    }

    /** A change of the content. */
    @FunctionalInterface
    private interface Change {
        void apply(Content content) throws Refusal;
    }

    /** Remembers an index whose signature was believed. @throws Refusal when a newer one was believed before */
    void learn(Index index) throws Refusal {
        change(content -> {
            Known known = content.catalogs().getOrDefault(index.name(), Known.NOTHING);
            refuseOlder(known, index);
            content.catalogs().put(index.name(), new Known(index.version(), index.snapshot(), known.rotation(), known.keys(), known.founded()));
            index.revocations().forEach(revocation -> content.revoked().put(revocation.sha256(), revocation.reason()));
        });
    }

    static void refuseOlder(Known known, Index index) throws Refusal {
        if (index.version() < known.version()) {
            throw new Refusal(Reason.INDEX_OLDER, "the index of " + index.name() + " is older than one that was seen before: version " + index.version() + " after " + known.version());
        }
        if (index.version() == known.version() && !index.snapshot().equals(known.snapshot())) {
            throw new Refusal(Reason.INDEX_DIFFERS, "the index of " + index.name() + " is another one than was seen before under the same version " + index.version());
        }
    }

    /** Remembers a change of keys that was believed. */
    void rotate(String catalog, long rotation, List<String> keys, List<String> founded) throws Refusal {
        change(content -> {
            Known known = content.catalogs().getOrDefault(catalog, Known.NOTHING);
            content.catalogs().put(catalog, new Known(known.version(), known.snapshot(), rotation, keys, founded));
        });
    }

    private void change(Change change) throws Refusal {
        Content now = read();
        if (changed(now, change).equals(now)) {
            return; // the usual case, and all that a folder that cannot be written allows
        }
        synchronized (LOCKS.computeIfAbsent(file.toAbsolutePath().normalize(), path -> new Object())) {
            changeLocked(change);
        }
    }

    private static Content changed(Content before, Change change) throws Refusal {
        Content after = new Content(new TreeMap<>(before.catalogs()), new TreeMap<>(before.revoked()));
        change.apply(after);
        return after;
    }

    private void changeLocked(Change change) throws Refusal {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (FileChannel lock = FileChannel.open(file.resolveSibling(file.getFileName() + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE); var held = lock.lock()) {
                write(changed(read(), change));
            }
        } catch (IOException e) {
            throw new Refusal(Reason.DISK, "what was believed before cannot be written down: " + e.getMessage(), e);
        }
    }

    private Content read() throws Refusal {
        var catalogs = new TreeMap<String, Known>();
        var revoked = new TreeMap<String, String>();
        try {
            if (Files.exists(file)) {
                Fields fields = Fields.of(Files.readAllBytes(file), String.valueOf(file.getFileName()), Reason.DISK);
                for (Fields known : fields.list("catalogs", MOST)) {
                    catalogs.put(known.text("name"), new Known(
                            known.number("version", 0, Long.MAX_VALUE >> 10), known.text("snapshot", ""), known.number("rotation", 0, Long.MAX_VALUE >> 10), known.texts("keys"), known.texts("founded")));
                }
                revoked.putAll(fields.textMap("revoked"));
            }
        } catch (IOException e) {
            throw new Refusal(Reason.DISK, "what was believed before cannot be read: " + e.getMessage(), e);
        }
        return new Content(catalogs, revoked);
    }

    private void write(Content content) throws IOException {
        var catalogs = new ArrayList<Map<String, Object>>();
        content.catalogs().forEach((name, known) -> {
            var tree = new LinkedHashMap<String, Object>();
            tree.put("name", name);
            tree.put("version", known.version());
            tree.put("snapshot", known.snapshot());
            tree.put("rotation", known.rotation());
            tree.put("keys", known.keys());
            tree.put("founded", known.founded());
            catalogs.add(tree);
        });
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try (FileChannel out = FileChannel.open(next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            var bytes = java.nio.ByteBuffer.wrap(Json.write(new TreeMap<>(Map.of("catalogs", catalogs, "revoked", content.revoked()))));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
