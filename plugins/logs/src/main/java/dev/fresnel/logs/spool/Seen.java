package dev.fresnel.logs.spool;

import org.jspecify.annotations.Nullable;

/** A block as it was at a moment: what it names on disk never changes. */
record Seen(Block block, @Nullable Chunk chunk, @Nullable Segment segment, long position, int length, int count, int bytes, int levels) {
    static Seen of(Block block) {
        return new Seen(block, null, block.segment, block.position, block.length, block.count, block.bytes, block.levels);
    }

    /** What is in memory changes with every line that comes: its copy does not. */
    static Seen copied(Block block) {
        return block.chunk == null ? of(block) : new Seen(block, block.chunk.copy(), null, 0, 0, block.count, block.bytes, block.levels);
    }

    /** @throws IllegalStateException when it has been forgotten or moved, or the view is closed */
    Chunk read() {
        return chunk != null ? chunk : Shelf.read(this);
    }

    /** Whether it may hold what is meant; unpacks nothing. */
    boolean may(Condition condition) {
        if (!condition.meets(levels)) {
            return false;
        }
        return chunk != null || condition.words().isEmpty() || condition.may(Shelf.grams(this));
    }
}
