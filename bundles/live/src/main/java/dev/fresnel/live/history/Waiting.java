package dev.fresnel.live.history;

import dev.fresnel.live.store.Witness.Sighting;
import dev.fresnel.spi.history.Chronicle.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Changes that wait to be compared: one for each object, however often it changes meanwhile, and not more than so many. */
final class Waiting {
    private static final int MOST_AUTHORS = 6;
    private final int most;
    private final Map<Key, Pending> pending = new LinkedHashMap<>();
    private final Map<Place, Long> lostSince = new HashMap<>();
    private long lost;

    private record Key(Place place, String uid) {}

    Waiting(int most) {
        this.most = most;
    }

    /**
     * Changes of one object, from the first's before to the last's after.
     *
     * @param first epoch ms
     * @param at epoch ms of the last
     */
    record Pending(
            Sighting last, @Nullable Supplier<byte[]> before, @Nullable Supplier<byte[]> after, String authors, int count, boolean between, long first,
            long at) {
        Pending and(Sighting next, long now) {
            return new Pending(next, before, next.after(), joined(authors, next.authors()), count + 1, between || next.between(), first, now);
        }

        /** Each of them once, with their last time. */
        private static String joined(String one, String other) {
            if (one.isEmpty() || other.isEmpty() || one.equals(other)) {
                return one.isEmpty() ? other : one;
            }
            Map<String, String> lines = new LinkedHashMap<>();
            for (String line : (one + "\n" + other).split("\n")) {
                lines.put(line.substring(0, line.lastIndexOf('\t')), line);
            }
            return lines.values().stream().limit(MOST_AUTHORS).collect(Collectors.joining("\n"));
        }
    }

    synchronized void add(Sighting sighting) {
        Key key = new Key(sighting.place(), sighting.uid());
        long now = System.currentTimeMillis();
        Pending known = pending.get(key);
        if (known == null && pending.size() >= most) {
            lost++;
            lostSince.putIfAbsent(sighting.place(), now);
            return;
        }
        pending.put(key, known == null
                ? new Pending(sighting, sighting.before(), sighting.after(), sighting.authors(), 1, sighting.between(), now, now)
                : known.and(sighting, now));
    }

    /** The oldest. */
    synchronized List<Pending> take(int limit) {
        List<Pending> out = new ArrayList<>();
        for (Iterator<Pending> i = pending.values().iterator(); i.hasNext() && out.size() < limit; ) {
            out.add(i.next());
            i.remove();
        }
        return out;
    }

    /** Since when something was lost of which place; asked once. */
    synchronized Map<Place, Long> takeLost() {
        Map<Place, Long> out = Map.copyOf(lostSince);
        lostSince.clear();
        return out;
    }

    synchronized int size() {
        return pending.size();
    }

    synchronized long lost() {
        return lost;
    }

    synchronized void clear() {
        pending.clear();
        lostSince.clear();
    }
}
