package dev.fresnel.logs.spool;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.scratch.Scratch;
import dev.fresnel.api.scratch.ScratchFile;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Temporary files in memory. */
public final class MemoryScratch implements Scratch {
    public final AtomicInteger open = new AtomicInteger();
    /** bytes that were read */
    public final AtomicLong read = new AtomicLong();
    public volatile boolean full;

    @Override
    public ScratchFile open() {
        open.incrementAndGet();
        return new ScratchFile() {
            private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            private boolean closed;

            @Override
            public synchronized long append(ByteBuffer text) {
                if (full) {
                    throw new Problem(Problem.Kind.LIMITED, "SCRATCH_DISK", "full");
                }
                long at = bytes.size();
                bytes.write(text.array(), text.position(), text.remaining());
                text.position(text.limit());
                return at;
            }

            @Override
            public synchronized void read(long position, ByteBuffer into) {
                if (closed) {
                    throw new IllegalStateException("closed");
                }
                read.addAndGet(into.remaining());
                into.put(bytes.toByteArray(), (int) position, into.remaining());
            }

            @Override
            public synchronized long size() {
                return bytes.size();
            }

            @Override
            public synchronized void close() {
                if (!closed) {
                    closed = true;
                    open.decrementAndGet();
                }
            }
        };
    }
}
