package dev.fresnel.http.live;

/** How many frames a client may send: a burst, then so many a second. Scrolling, typing and credit stay far below. */
final class FramePace {
    static final int BURST = 5_000;
    static final int EACH_SECOND = 500;

    private static final double NANOS = 1e9;

    private double left = BURST;
    private long last;

    /** @param now nanoseconds, as of {@link System#nanoTime} */
    FramePace(long now) {
        last = now;
    }

    /** @return false when it is one too many */
    synchronized boolean take(long now) {
        left = Math.min(BURST, left + (now - last) * EACH_SECOND / NANOS);
        last = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
