package dev.fresnel.live.store;

import dev.fresnel.api.plugin.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much memory the rows of all stores may take together. What nobody uses leaves first, the oldest before the others; a list
 * that does not fit beside what is used is not held at all. Guarded by {@link Stores}.
 */
final class Room {
    /** After this many ns it is tried again whatever was seen before. */
    private static final long MEMORY = 600_000_000_000L;

    private final long most;
    private final Map<Stores.Key, Unfit> unfit = new HashMap<>();

    /** @param bytes what it had taken when it was given up */
    private record Unfit(long bytes, long since) {}

    /** @param most bytes */
    Room(long most) {
        this.most = most;
    }

    long most() {
        return most;
    }

    /** Whether it is worth to begin with that list. */
    boolean worth(Stores.Key key, Collection<Running> all) {
        Unfit before = unfit.get(key);
        if (before == null) {
            return true;
        }
        long used = all.stream().filter(one -> one.users() > 0).mapToLong(one -> one.store.bytes()).sum();
        boolean again = System.nanoTime() - before.since > MEMORY || used + before.bytes + before.bytes / 4 < most;
        if (again) {
            unfit.remove(key);
        }
        return again;
    }

    /** Who has to leave so that the rest fits. */
    List<Running> leaving(Collection<Running> all) {
        long held = all.stream().mapToLong(one -> one.store.bytes()).sum();
        List<Running> leaving = new ArrayList<>();
        if (held <= most) {
            return leaving;
        }
        List<Running> order = new ArrayList<>(all.stream().filter(one -> one.users() == 0).sorted(Comparator.comparingLong(Running::idleSince)).toList());
        // What is still loading made it too much, or else what is largest.
        all.stream().filter(one -> one.users() > 0)
                .sorted(Comparator.comparing((Running one) -> one.store.filled()).thenComparing(one -> -one.store.bytes()))
                .forEach(order::add);
        for (Running one : order) {
            if (held <= most) {
                break;
            }
            long bytes = one.store.bytes();
            if (one.users() > 0) {
                unfit.put(one.key, new Unfit(bytes, System.nanoTime()));
            }
            if (bytes > 0) {
                leaving.add(one);
                held -= bytes;
            }
        }
        return leaving;
    }

    Problem tooBig(Scope scope) {
        return new Problem(Problem.Kind.LIMITED, Denial.TOO_BIG,
                "All " + scope.kind().id() + " of " + scope.cluster() + " together do not fit into the " + words(most) + " that lists may take (--live-memory).",
                Map.of("resource", scope.kind().id(), "cluster", scope.cluster(), "bytes", most), null);
    }

    private static String words(long bytes) {
        return bytes >= 1 << 20 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
    }
}
