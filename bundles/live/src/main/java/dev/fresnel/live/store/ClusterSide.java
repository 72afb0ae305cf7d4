package dev.fresnel.live.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;

/** What all upstreams to one cluster share: how many may list at once, what it cannot do, and how many must list anew just now. */
final class ClusterSide {
    /** Lists at once. */
    private static final int LISTS = 2;

    /** So many stores that must list anew within {@link #WITHIN} are a storm. */
    private static final int MANY = 5;

    private static final long WITHIN = 5_000_000_000L;

    final Semaphore lists = new Semaphore(LISTS, true);
    private final Set<String> pagesOnly = ConcurrentHashMap.newKeySet();
    private final Map<Upstream, Long> expired = new HashMap<>();
    private final Pace pace;

    ClusterSide(Pace pace) {
        this.pace = pace;
    }

    /** Whether a kind's list can be had as the beginning of its watch. */
    boolean streams(Scope scope) {
        return !pagesOnly.contains(scope.kind().id());
    }

    void streamsNot(Scope scope) {
        pagesOnly.add(scope.kind().id());
    }

    /** What one store had cannot be resumed. */
    synchronized void expired(Upstream upstream) {
        expired.put(upstream, System.nanoTime());
        forget();
    }

    /** Milliseconds to wait before listing anew: any time within the spread when many have to, else none. */
    synchronized long spread() {
        forget();
        return expired.size() < MANY ? 0 : ThreadLocalRandom.current().nextLong(pace.spread().toMillis());
    }

    private void forget() {
        long past = System.nanoTime() - WITHIN;
        expired.values().removeIf(at -> at < past);
    }
}
