package dev.fresnel.logs.spool;

import dev.fresnel.api.scratch.Scratch;
import dev.fresnel.api.scratch.ScratchFile;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The packed chunks of a view in temporary files, each behind its {@link Grams}. Written under the lock of its {@link Lines}, read by
 * anybody.
 */
final class Shelf implements AutoCloseable {
    private final Scratch scratch;
    private final Deque<Segment> segments = new ArrayDeque<>();
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private long written;

    Shelf(Scratch scratch) {
        this.scratch = scratch;
    }

    /** Bytes on disk. */
    long written() {
        return written;
    }

    /**
     * Moves a block from memory to disk.
     *
     * @throws dev.fresnel.api.plugin.Problem when there is no room; nothing has changed then
     */
    void put(Block block, Chunk chunk) {
        ByteBuffer packed = chunk.pack(deflater);
        ByteBuffer both = ByteBuffer.allocate(Grams.BYTES + packed.remaining()).put(Grams.of(chunk.shown()).bits()).put(packed).flip();
        place(block, both);
        block.chunk = null;
    }

    private void place(Block block, ByteBuffer bytes) {
        int length = bytes.remaining();
        Segment segment = segment();
        long position = segment.file.append(bytes);
        release(block);
        block.segment = segment;
        block.position = position;
        block.length = length;
        segment.live += length;
        written += length;
    }

    private Segment segment() {
        if (segments.isEmpty() || segments.getLast().file.size() > Segment.ROOM) {
            ScratchFile file = scratch.open();
            segments.add(new Segment(file));
        }
        return segments.getLast();
    }

    /** A block's place is void: it is forgotten, or written anew. */
    void release(Block block) {
        Segment segment = block.segment;
        block.segment = null;
        if (segment == null) {
            return;
        }
        segment.live -= block.length;
        if (segment.live <= 0 && segment != segments.getLast()) {
            segments.remove(segment);
            written -= segment.file.size();
            segment.file.close();
        }
    }

    /**
     * Gives back a file most of which is void, by moving what counts of it to the end of the last one.
     *
     * @return false when there is none
     */
    boolean tidy(List<Block> blocks) {
        Segment worst = null;
        for (Segment segment : segments) {
            boolean candidate = segment != segments.getLast() && segment.live < segment.file.size() / 2;
            if (candidate && (worst == null || segment.live < worst.live)) {
                worst = segment;
            }
        }
        if (worst == null) {
            return false;
        }
        for (Block block : blocks) {
            if (block.segment == worst) {
                place(block, bytes(Seen.of(block), 0, block.length));
            }
        }
        return true;
    }

    static Chunk read(Seen seen) {
        ByteBuffer packed = bytes(seen, Grams.BYTES, seen.length() - Grams.BYTES);
        var inflater = new Inflater(true);
        try {
            return Chunk.unpack(packed, seen.count(), seen.bytes(), inflater);
        } finally {
            inflater.end();
        }
    }

    static Grams grams(Seen seen) {
        return new Grams(bytes(seen, 0, Grams.BYTES).array());
    }

    private static ByteBuffer bytes(Seen seen, int from, int length) {
        Segment segment = seen.segment();
        if (segment == null) {
            throw new IllegalStateException("nowhere");
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        segment.file.read(seen.position() + from, bytes);
        return bytes.flip();
    }

    @Override
    public void close() {
        segments.forEach(segment -> segment.file.close());
        segments.clear();
        deflater.end();
    }
}
