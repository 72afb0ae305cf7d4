package dev.fresnel.catalog.index.source;

import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.Progress;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.index.archive.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Files that arrive, held against what was promised. */
final class Copies {
    private static final int BUFFER = 65_536;

    private Copies() {}

    /** Something that makes the target. */
    @FunctionalInterface
    interface Transfer {
        void to(Path target) throws Refusal, InterruptedException;
    }

    /** Leaves the file of the entry at the target, or nothing. */
    static void checked(Entry entry, Path target, Transfer transfer) throws Refusal, InterruptedException {
        if (Files.exists(target)) {
            throw new Refusal(Reason.DISK, target + " is there already");
        }
        boolean good = false;
        try {
            transfer.to(target);
            if (Files.size(target) != entry.size()) {
                throw new Refusal(Reason.SIZE_WRONG, name(entry) + " arrived with " + Files.size(target) + " bytes, not " + entry.size());
            }
            if (!Digests.sha256(target).equals(entry.sha256())) {
                throw new Refusal(Reason.DIGEST_WRONG, name(entry) + " is not the file that was promised: its SHA-256 is another one");
            }
            good = true;
        } catch (IOException e) {
            throw new Refusal(Reason.DISK, name(entry) + " cannot be read again: " + e, e);
        } finally {
            if (!good) {
                remove(target);
            }
        }
    }

    static String name(Entry entry) {
        return entry.id() + " " + entry.version();
    }

    static void remove(Path file) throws Refusal {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new Refusal(Reason.DISK, "what was not good cannot be removed: " + e, e);
        }
    }

    /** @param total in bytes */
    static void copy(InputStream in, Path target, long total, long limit, Progress progress) throws Refusal {
        try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var buffer = new byte[BUFFER];
            long done = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                done += n;
                if (done > limit) {
                    throw new Refusal(Reason.SOURCE_TOO_LARGE, "has more than " + limit + " bytes");
                }
                out.write(buffer, 0, n);
                progress.at(done, total);
            }
        } catch (IOException e) {
            throw new Refusal(Reason.DISK, "cannot be copied: " + e, e);
        }
    }

    static byte[] limited(InputStream in, String name, long limit) throws IOException, Refusal {
        byte[] bytes = in.readNBytes((int) limit + 1);
        if (bytes.length > limit) {
            throw new Refusal(Reason.SOURCE_TOO_LARGE, name + " has more than " + limit + " bytes");
        }
        return bytes;
    }
}
