package dev.fresnel.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

/** From the moment a change was sent to the moment somebody saw it, in milliseconds; each stamp counts once for each who sees. */
final class Delays {
    private final List<Double> all = new ArrayList<>();
    private volatile boolean counting;

    /** For one who sees. */
    LongConsumer witness() {
        Map<Long, Boolean> seen = new ConcurrentHashMap<>();
        return stamp -> {
            if (seen.putIfAbsent(stamp, true) == null && counting) {
                note((System.nanoTime() - stamp) / 1e6);
            }
        };
    }

    private synchronized void note(double delay) {
        all.add(delay);
    }

    void count(boolean on) {
        counting = on;
    }

    synchronized int size() {
        return all.size();
    }

    synchronized String text() {
        if (all.isEmpty()) {
            return "nothing was seen";
        }
        var figures = new Figures(all);
        return "%s / %s / %s".formatted(Figures.number(figures.median(), 0), Figures.number(figures.percentile(0.95), 0), Figures.number(figures.percentile(0.99), 0));
    }

    synchronized double percentile(double share) {
        return new Figures(all).percentile(share);
    }
}
