package dev.fresnel.benchmarks;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/** From the moment a change was sent to the moment somebody saw it, in milliseconds; each stamp counts once for each who sees. */
final class Delays {
    /** Stamps are numbered as they are seen first: who has seen which is then a bit each, for hundreds who see. */
    private final Map<Long, Integer> numbers = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();
    private float[] all = new float[1024];
    private int size;
    private volatile boolean counting;

    /** For one who sees, on one thread. */
    LongConsumer witness() {
        var seen = new BitSet();
        return stamp -> {
            long now = System.nanoTime();
            int number = numbers.computeIfAbsent(stamp, first -> next.getAndIncrement());
            if (!seen.get(number)) {
                seen.set(number);
                if (counting) {
                    note((now - stamp) / 1e6);
                }
            }
        };
    }

    private synchronized void note(double delay) {
        if (size == all.length) {
            all = Arrays.copyOf(all, size * 2);
        }
        all[size++] = (float) delay;
    }

    void count(boolean on) {
        counting = on;
    }

    synchronized int size() {
        return size;
    }

    /** Median, p95 and p99. */
    String text() {
        return text(0);
    }

    /** The same of those that came after so many. */
    synchronized String text(int from) {
        return size == from ? "nothing was seen" : Figures.number(percentile(from, 0.5), 0) + " / " + Figures.number(percentile(from, 0.95), 0) + " / " + Figures.number(percentile(from, 0.99), 0);
    }

    private double percentile(int from, double share) {
        float[] sorted = Arrays.copyOfRange(all, from, size);
        Arrays.sort(sorted);
        return sorted[Math.min(sorted.length - 1, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
