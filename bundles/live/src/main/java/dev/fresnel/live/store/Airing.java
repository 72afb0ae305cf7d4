package dev.fresnel.live.store;

import java.util.concurrent.TimeUnit;

/**
 * What is read of a large list and dropped lies among what stays until the whole heap is collected, which nobody does as long as there is
 * room, and so it stays the process's. Asks for that once when lists have come or gone and it has become quiet.
 */
final class Airing {
    /** Rows of that many bytes leave more than that behind: some 4,000 pods. */
    static final long WORTH = 4L << 20;

    static final long QUIET = TimeUnit.SECONDS.toNanos(10);

    private final Runnable collection;
    private long moved;
    private long last;

    /** @param collection collects the whole heap; everything waits for it */
    Airing(Runnable collection) {
        this.collection = collection;
    }

    /**
     * About once a second.
     *
     * @param bytes of rows that have come or gone with whole lists since the last call
     * @param listing whether one is being read now
     * @param now nanoseconds
     */
    void tick(long bytes, boolean listing, long now) {
        moved += bytes;
        if (listing || bytes > 0) {
            last = now;
        } else if (moved >= WORTH && now - last >= QUIET) {
            moved = 0;
            collection.run();
        }
    }
}
