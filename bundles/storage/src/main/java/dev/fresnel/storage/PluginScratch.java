package dev.fresnel.storage;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.scratch.Scratch;
import dev.fresnel.api.scratch.ScratchFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/**
 * The {@link Scratch} that one bundle gets. A file loses its name as soon as it is open, so that its space is free when the process
 * ends; where the system keeps names of open files, the next start removes them.
 */
@Component(scope = ServiceScope.BUNDLE)
public final class PluginScratch implements Scratch {
    static final int MOST_FILES = 1024;
    static final long MOST_BYTES = 8L << 30;
    /** Others need the disk too. */
    static final long LEFT_FREE = 256L << 20;
    /** Bytes between two looks at the disk. */
    private static final long LOOK = 8L << 20;

    private final Path folder;
    private final Set<Open> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong looked = new AtomicLong(Long.MIN_VALUE / 2);
    private volatile boolean closed;

    @Activate
    public PluginScratch(@Reference ScratchFolder folder) {
        this(folder.path());
    }

    PluginScratch(Path folder) {
        this.folder = folder;
    }

    @Deactivate
    public void close() {
        closed = true;
        open.forEach(Open::close);
    }

    @Override
    public ScratchFile open() {
        if (open.size() >= MOST_FILES) {
            throw new Problem(Problem.Kind.LIMITED, "SCRATCH_FILES", "A plugin has at most " + MOST_FILES + " temporary files.", Map.of("most", MOST_FILES), null);
        }
        try {
            Path name = Files.createTempFile(Files.createDirectories(folder), "", ".tmp");
            var file = new Open(FileChannel.open(name, StandardOpenOption.READ, StandardOpenOption.WRITE), name);
            open.add(file);
            if (closed) {
                file.close();
                throw new IllegalStateException("the plugin has left");
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void account(long more) {
        long now = bytes.addAndGet(more);
        if (now > MOST_BYTES) {
            bytes.addAndGet(-more);
            throw new Problem(Problem.Kind.LIMITED, "SCRATCH_FULL", "A plugin's temporary files hold at most 8 GB.", Map.of("bytes", MOST_BYTES), null);
        }
        long last = looked.get();
        if (now - last > LOOK && looked.compareAndSet(last, now) && nearlyFull()) {
            bytes.addAndGet(-more);
            looked.set(Long.MIN_VALUE / 2);
            throw new Problem(Problem.Kind.LIMITED, "SCRATCH_DISK", "The disk of the data folder is nearly full.");
        }
    }

    private boolean nearlyFull() {
        try {
            FileStore disk = Files.getFileStore(folder);
            return disk.getUsableSpace() < LEFT_FREE;
        } catch (IOException unknown) {
            return false;
        }
    }

    /** Closing it twice does no harm. */
    private final class Open implements ScratchFile {
        private final FileChannel channel;
        private final Path name;
        private long size;

        Open(FileChannel channel, Path name) throws IOException {
            this.channel = channel;
            this.name = name;
            Files.deleteIfExists(name);
        }

        @Override
        public synchronized long append(ByteBuffer text) {
            int length = text.remaining();
            account(length);
            long at = size;
            try {
                for (long place = at; text.hasRemaining(); ) {
                    place += channel.write(text, place);
                }
            } catch (IOException e) {
                bytes.addAndGet(-length);
                throw failed(e);
            }
            size += length;
            return at;
        }

        @Override
        public void read(long position, ByteBuffer into) {
            try {
                for (long place = position; into.hasRemaining(); ) {
                    int read = channel.read(into, place);
                    if (read < 0) {
                        throw new IllegalArgumentException("The file ends before " + place);
                    }
                    place += read;
                }
            } catch (IOException e) {
                throw failed(e);
            }
        }

        private RuntimeException failed(IOException e) {
            return e instanceof ClosedChannelException ? new IllegalStateException("The file is closed", e) : new UncheckedIOException(e);
        }

        @Override
        public synchronized long size() {
            return size;
        }

        @Override
        public void close() {
            if (!open.remove(this)) {
                return;
            }
            synchronized (this) {
                bytes.addAndGet(-size);
            }
            try {
                channel.close();
                Files.deleteIfExists(name);
            } catch (IOException e) {
                // it has no name any more; the system frees it with the process
            }
        }
    }
}
