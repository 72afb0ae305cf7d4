package dev.fresnel.live.rows;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How much time the filters and orders of each principal have taken (rule R15): who takes more than a share waits, so that others
 * do not.
 */
final class Costs {
    /** Nanoseconds that may be taken at once. */
    private static final double BURST = 5e9;

    /** Share of a thread that may be taken for long. */
    private static final double SHARE = 0.3;

    /** Nobody rests longer than that at a time: what is charged may have been the machine's fault. */
    private static final double LONGEST = 3e9;

    private final Map<String, Taken> taken = new ConcurrentHashMap<>();

    private record Taken(double level, long at) {
        Taken now(long now) {
            return new Taken(Math.max(0, level - (now - at) * SHARE), now);
        }
    }

    /** @return nanoseconds for which this principal's channels should rest; 0 = none */
    long charge(String principal, long nanos) {
        long now = System.nanoTime();
        Taken after = taken.compute(principal, (key, before) -> {
            Taken decayed = before == null ? new Taken(0, now) : before.now(now);
            return new Taken(decayed.level + nanos, now);
        });
        if (taken.size() > 1000) {
            taken.values().removeIf(one -> one.now(now).level == 0);
        }
        return (long) Math.clamp((after.level - BURST) / SHARE, 0, LONGEST);
    }
}
