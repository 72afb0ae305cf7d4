package dev.fresnel.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** One holder at a time, across threads and processes; the kernel lets go when the holder dies. */
final class FolderLock implements AutoCloseable {
    // a file lock belongs to the whole JVM, so its threads take turns here first
    private static final Map<Path, ReentrantLock> TURNS = new ConcurrentHashMap<>();

    private final ReentrantLock turn;
    private final FileChannel channel;

    private FolderLock(ReentrantLock turn, FileChannel channel) {
        this.turn = turn;
        this.channel = channel;
    }

    /** Waits for the lock; {@code waiting} is printed when somebody else has it. */
    static FolderLock hold(Path file, String waiting) {
        ReentrantLock turn = TURNS.computeIfAbsent(file.toAbsolutePath().normalize(), path -> new ReentrantLock());
        turn.lock();
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock free = channel.tryLock();
            if (free == null) {
                if (!waiting.isEmpty()) {
                    System.out.println(waiting);
                }
                channel.lock();
            }
            return new FolderLock(turn, channel);
        } catch (IOException e) {
            turn.unlock();
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            turn.unlock();
        }
    }
}
