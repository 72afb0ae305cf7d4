package dev.fresnel.logs.source;

import dev.fresnel.logs.line.Stamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Joins a log that broke off to the same log asked for again. API servers know whole seconds, so what comes first has been had already;
 * lines are known by time and text, and of equal ones as many are left out as there were.
 */
final class Stitch {
    /** So far back the log is asked for again. */
    private static final long BACK = Stamp.SECOND;

    private long[] times = new long[256];
    private long[] marks = new long[256];
    private int head;
    private int tail;
    private long last = Long.MIN_VALUE;
    private long latest = Long.MIN_VALUE;
    private Map<Long, Integer> had = Map.of();
    private boolean blank;
    private boolean gap;

    /** Where to ask from; empty = nothing was had yet. */
    Optional<Instant> since() {
        return last == Long.MIN_VALUE ? Optional.empty() : Optional.of(Stamp.instant(floor()));
    }

    long last() {
        return last;
    }

    private long floor() {
        return Math.floorDiv(last, Stamp.SECOND) * Stamp.SECOND - BACK;
    }

    /** The log is asked for again from {@link #since} on. */
    void again() {
        had = new HashMap<>();
        for (int i = head; i < tail; i++) {
            had.merge(marks[i], 1, Integer::sum);
        }
        blank = head < tail;
    }

    /** Another run of the container: nothing of it was had. */
    void fresh() {
        had = Map.of();
        head = tail = 0;
        blank = false;
    }

    /** Whether the log went on after what was had, without any of it: what came between has been rotated away. Said once. */
    boolean gap() {
        boolean was = gap;
        gap = false;
        return was;
    }

    /** @return false when this line was had before */
    boolean first(long at, byte[] text) {
        long mark = mark(at, text);
        if (!had.isEmpty()) {
            Integer times = had.get(mark);
            if (times != null) {
                blank = false;
                if (times == 1) {
                    had.remove(mark);
                } else {
                    had.put(mark, times - 1);
                }
                return false;
            }
            if (at > latest + 5 * BACK) {
                had = Map.of(); // what is left has been rotated away
            }
        }
        gap |= blank && at > latest;
        blank = false;
        remember(at, mark);
        return true;
    }

    private void remember(long at, long mark) {
        if (tail == times.length) {
            forget();
        }
        times[tail] = at;
        marks[tail++] = mark;
        last = at;
        latest = Math.max(latest, at);
    }

    private void forget() {
        long floor = floor();
        while (head < tail && times[head] < floor) {
            head++;
        }
        int kept = tail - head;
        if (kept > times.length / 2) {
            times = Arrays.copyOfRange(times, head, head + times.length * 2);
            marks = Arrays.copyOfRange(marks, head, head + marks.length * 2);
        } else {
            System.arraycopy(times, head, times, 0, kept);
            System.arraycopy(marks, head, marks, 0, kept);
        }
        head = 0;
        tail = kept;
    }

    private static long mark(long at, byte[] text) {
        long hash = 0xcbf29ce484222325L ^ at;
        for (byte c : text) {
            hash = (hash ^ c) * 0x100000001b3L;
        }
        return hash ^ (hash >>> 29);
    }
}
