package dev.fresnel.logs.spool;

import org.jspecify.annotations.Nullable;

/** A chunk's place in the order: in memory while it is young, else packed in a segment. */
final class Block {
    int count;
    int bytes;
    /** a bit of each level that is in it */
    int levels;
    long first;
    long last;
    /** present while it is in memory */
    @Nullable Chunk chunk;
    @Nullable Segment segment;
    long position;
    int length;

    Block(Chunk chunk) {
        this.chunk = chunk;
        measure(chunk);
    }

    void measure(Chunk now) {
        count = now.count();
        bytes = now.bytes();
        levels = now.levels();
        first = count == 0 ? Long.MAX_VALUE : now.at(0);
        last = count == 0 ? Long.MIN_VALUE : now.at(count - 1);
    }
}
