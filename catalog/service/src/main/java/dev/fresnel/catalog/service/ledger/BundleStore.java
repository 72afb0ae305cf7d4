package dev.fresnel.catalog.service.ledger;

import dev.fresnel.catalog.service.bundle.Refused;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

/** The catalog's own copies of bundle files, by content: what was checked is what is installed, whoever writes to the folder. */
public final class BundleStore {
    /** The largest bundle file. */
    public static final long LARGEST = 256L << 20;

    /** For so long nobody deletes what just arrived: whoever brought it is about to say what it is for. */
    private static final long FRESH = Duration.ofMinutes(1).toNanos();

    private final Path folder;
    private final Path drafts;
    private final Checkpoint checkpoint;
    private final Map<String, Long> arrived = new ConcurrentHashMap<>();

    /** @param folder below the data folder, one for each set of rules; made when first needed */
    public BundleStore(Path folder, Checkpoint checkpoint) {
        this.folder = folder;
        this.drafts = folder.resolve("drafts");
        this.checkpoint = checkpoint;
    }

    /** A copy of a file, not yet kept. */
    public record Draft(Path file, String digest) {}

    /**
     * What a file holds.
     *
     * @param checked whether these very bytes passed all checks before and are kept
     */
    public record Known(String digest, boolean checked) {}

    /** Reads a file without copying it. */
    public Known known(Path source) throws IOException, Refused {
        if (Files.size(source) > LARGEST) {
            throw tooLarge();
        }
        MessageDigest sha = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(source), sha)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        String digest = HexFormat.of().formatHex(sha.digest());
        return new Known(digest, holds(digest));
    }

    /** Copies a file. */
    public Draft draft(Path source) throws IOException, Refused {
        if (Files.size(source) > LARGEST) {
            throw tooLarge();
        }
        try (InputStream in = Files.newInputStream(source)) {
            return draft(in, bytes -> {});
        }
    }

    /** Copies a stream to its end. @param progress told how many bytes came so far */
    public Draft draft(InputStream source, LongConsumer progress) throws IOException, Refused {
        PrivateFiles.folder(folder);
        Path file = PrivateFiles.draft(drafts);
        MessageDigest sha = sha256();
        boolean whole = false;
        try (InputStream in = new DigestInputStream(source, sha)) {
            copy(in, file, progress);
            whole = true;
        } finally {
            if (!whole) {
                Files.deleteIfExists(file);
            }
        }
        return new Draft(file, HexFormat.of().formatHex(sha.digest()));
    }

    private static void copy(InputStream in, Path file, LongConsumer progress) throws IOException, Refused {
        try (OutputStream out = Files.newOutputStream(file)) {
            var buffer = new byte[65_536];
            long size = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                size += n;
                if (size > LARGEST) {
                    throw tooLarge();
                }
                out.write(buffer, 0, n);
                progress.accept(size);
            }
        }
    }

    private static Refused tooLarge() {
        return new Refused("is larger than " + (LARGEST >> 20) + " MB");
    }

    /** Keeps a draft that was checked. */
    public void keep(Draft draft) throws IOException {
        try (FileChannel out = FileChannel.open(draft.file(), StandardOpenOption.WRITE)) {
            out.force(true);
        }
        checkpoint.reach("kept");
        arrived.put(draft.digest(), System.nanoTime());
        PrivateFiles.move(draft.file(), path(draft.digest()));
    }

    public void drop(Draft draft) throws IOException {
        Files.deleteIfExists(draft.file());
    }

    /** Whether there is a file under that digest; what it holds is seen when it is opened. */
    public boolean holds(String digest) {
        return Files.exists(path(digest));
    }

    /** The bytes of a build; reading to the end fails when they are no longer those of its digest. */
    public InputStream open(String digest) throws IOException {
        return new Verified(Files.newInputStream(path(digest)), sha256(), digest);
    }

    /** For files on their way into the store; emptied at each start. */
    public Path privateFolder() throws IOException {
        PrivateFiles.folder(folder);
        PrivateFiles.folder(drafts);
        return drafts;
    }

    /** Forgets a file that is no longer what was checked. */
    public void discard(String digest) throws IOException {
        Files.deleteIfExists(path(digest));
    }

    /** For reading its manifest; what is installed comes from {@link #open}. */
    public Path path(String digest) {
        return folder.resolve(digest + ".jar");
    }

    /** Deletes what an earlier process left half written. */
    public void sweep() throws IOException {
        PrivateFiles.sweep(drafts);
    }

    /** Deletes every file but those of the given builds and those that have just arrived and that nobody named yet. */
    public void keepOnly(Set<String> digests) throws IOException {
        long now = System.nanoTime();
        arrived.entrySet().removeIf(each -> digests.contains(each.getKey()) || now - each.getValue() > FRESH);
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var files = Files.newDirectoryStream(folder, "*.jar")) {
            for (Path file : files) {
                String digest = file.getFileName().toString().replace(".jar", "");
                if (!digests.contains(digest) && !arrived.containsKey(digest)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }

    /** Somebody changed a stored file. */
    public static final class Tampered extends IOException {
        private static final long serialVersionUID = 1L;

        Tampered() {
            super("the stored file is no longer what was checked");
        }
    }

    private static final class Verified extends FilterInputStream {
        private final MessageDigest sha;
        private final String digest;
        private boolean checked;

        Verified(InputStream in, MessageDigest sha, String digest) {
            super(in);
            this.sha = sha;
            this.digest = digest;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            int n = read(one, 0, 1);
            return n < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = in.read(buffer, offset, length);
            if (n > 0) {
                sha.update(buffer, offset, n);
            } else if (n < 0 && !checked) {
                checked = true;
                if (!HexFormat.of().formatHex(sha.digest()).equals(digest)) {
                    throw new Tampered();
                }
            }
            return n;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
