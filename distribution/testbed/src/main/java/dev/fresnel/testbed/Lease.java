package dev.fresnel.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A share in a testbed that several programs use. Each holds a shared lock on one file, which the kernel takes back even
 * from a killed program: whoever then gets that file for itself alone is the last one.
 */
public final class Lease implements AutoCloseable {
    private final Testbed testbed;
    private final FileChannel shares;
    private boolean open = true;

    private Lease(Testbed testbed, FileChannel shares) {
        this.testbed = testbed;
        this.shares = shares;
    }

    /** Takes a share; starts the testbed when there is none, and anew when the one there is was left behind. */
    public static Lease take(Testbed testbed, Wish wish) {
        try (FolderLock turn = turn(testbed)) {
            Files.createDirectories(testbed.folder().getParent());
            FileChannel shares = FileChannel.open(beside(testbed, ".shares"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                if (alone(shares)) {
                    testbed.down(true);
                }
                testbed.up(wish);
                shares.lock(0, Long.MAX_VALUE, true);
                return new Lease(testbed, shares);
            } catch (IOException | RuntimeException e) {
                shares.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives the share back; the last one takes the testbed down and removes it. */
    @Override
    public synchronized void close() {
        if (!open) {
            return;
        }
        open = false;
        try (FolderLock turn = turn(testbed)) {
            shares.close();
            try (FileChannel again = FileChannel.open(beside(testbed, ".shares"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                if (alone(again)) {
                    testbed.down(true);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean alone(FileChannel shares) throws IOException {
        try (FileLock whole = shares.tryLock()) {
            return Optional.ofNullable(whole).isPresent();
        }
    }

    private static FolderLock turn(Testbed testbed) {
        return FolderLock.hold(beside(testbed, ".turn"), "another program starts or ends " + testbed.folder() + "; waiting for it");
    }

    private static Path beside(Testbed testbed, String ending) {
        return testbed.folder().resolveSibling(testbed.folder().getFileName() + ending);
    }
}
