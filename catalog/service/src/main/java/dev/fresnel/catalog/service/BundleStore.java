package dev.fresnel.catalog.service;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/** The catalog's own copies of plugin files, by content: what was checked is what is installed, whoever writes to the folder. */
final class BundleStore {
    static final long LARGEST = 256L << 20;

    private final Path folder;

    /** @param folder below the data folder, one for each set of rules; made when first needed */
    BundleStore(Path folder) {
        this.folder = folder;
    }

    /**
     * A copy of a file, not yet kept.
     *
     * @param checked whether these very bytes passed all checks before
     */
    record Draft(Path file, String digest, boolean checked) {}

    Draft draft(Path source) throws IOException, Refused {
        if (Files.size(source) > LARGEST) {
            throw new Refused("is larger than " + (LARGEST >> 20) + " MB");
        }
        Files.createDirectories(folder);
        Path file = Files.createTempFile(folder, "draft", ".jar");
        MessageDigest sha = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(source), sha)) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            String digest = HexFormat.of().formatHex(sha.digest());
            return new Draft(file, digest, Files.exists(path(digest)));
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Replaces what was stored before under the same digest: nobody knows what happened to that file. */
    void keep(Draft draft) throws IOException {
        Files.move(draft.file(), path(draft.digest()), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void drop(Draft draft) throws IOException {
        Files.deleteIfExists(draft.file());
    }

    /** The bytes of a build; reading to the end fails when they are no longer those of its digest. */
    InputStream open(String digest) throws IOException {
        return new Verified(Files.newInputStream(path(digest)), sha256(), digest);
    }

    /** Deletes every file but those of the given builds. */
    void keepOnly(Set<String> digests) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (!digests.contains(file.getFileName().toString().replace(".jar", ""))) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private Path path(String digest) {
        return folder.resolve(digest + ".jar");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
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
                    throw new IOException("the stored file is no longer what was checked");
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
