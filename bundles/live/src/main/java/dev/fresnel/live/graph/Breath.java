package dev.fresnel.live.graph;

/**
 * How long an atlas rests between two rounds. Over time it takes no more than a third of one processor; what it did not use it has
 * saved up, so that a single change is drawn at once however large the map is.
 */
final class Breath {
    private static final long MILLIS = 1_000_000;

    /** Changes that come together are drawn together. */
    private static final long LEAST = 40 * MILLIS;

    private static final long MOST = 1_000 * MILLIS;

    /** As long as more is to come people wait for it, and for a picture now and then. */
    private static final long LOADING = 150 * MILLIS;

    private static final long SAVED = 1_500 * MILLIS;

    private long saved = SAVED;
    private long last = Long.MIN_VALUE;

    /** @return nanoseconds to rest */
    long after(long begin, long end, boolean quiet) {
        long rested = last == Long.MIN_VALUE ? 0 : begin - last;
        long took = end - begin;
        saved = Math.min(SAVED, saved + rested / 2) - took;
        last = end;
        if (!quiet) {
            saved = Math.max(0, saved);
            return Math.clamp(took, LEAST, LOADING);
        }
        return saved >= 0 ? LEAST : Math.clamp(-2 * saved, LEAST, MOST);
    }
}
