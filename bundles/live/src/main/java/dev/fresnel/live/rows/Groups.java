package dev.fresnel.live.rows;

import dev.fresnel.api.resource.State;
import dev.fresnel.live.column.Figures.Sight;
import dev.fresnel.live.column.Lens;
import dev.fresnel.live.store.Row;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rows counted by what a column says of them, and by state. */
final class Groups {
    private static final int MOST = 500;

    private final Lens lens;
    private final Map<String, Of> counts = new HashMap<>();

    Groups(Lens lens) {
        this.lens = lens;
    }

    /**
     * One group.
     *
     * @param key {@code ""} = has none
     * @param counts by the ordinals of {@link State}
     * @param seen of Events: when and how often; else null
     */
    record Group(String key, int total, List<Integer> counts, @Nullable Seen seen) {}

    /**
     * What the Events of a group say together.
     *
     * @param first epoch ms
     * @param last epoch ms
     * @param times how often what they tell has happened
     */
    record Seen(long first, long last, long times) {}

    /** One group as it grows and shrinks. */
    private static final class Of {
        final int[] states = new int[State.values().length];
        final TreeMap<Long, Integer> first = new TreeMap<>();
        final TreeMap<Long, Integer> last = new TreeMap<>();
        long times;

        void count(Row row, int by) {
            states[row.health().state().ordinal()] += by;
            int lastSeen = row.header().index("last-seen");
            if (lastSeen >= 0) {
                long seen = began(row, lastSeen);
                int firstSeen = row.header().index("first-seen");
                last.merge(seen, by, Groups::sum);
                first.merge(firstSeen < 0 ? seen : began(row, firstSeen), by, Groups::sum);
                times += by * times(row.still(row.header().index("count")));
            }
        }

        private static long began(Row row, int column) {
            long began = row.began(column);
            return (began == 0 ? row.created() : began) / 1000;
        }

        private static long times(String cell) {
            return cell.matches("[1-9]\\d{0,8}") ? Long.parseLong(cell) : 1;
        }

        boolean empty() {
            return Arrays.stream(states).allMatch(n -> n == 0);
        }

        Group group(String key) {
            Seen seen = last.isEmpty() ? null : new Seen(first.firstKey() * 1000, last.lastKey() * 1000, times);
            return new Group(key, Arrays.stream(states).sum(), Arrays.stream(states).boxed().toList(), seen);
        }
    }

    private static @Nullable Integer sum(int before, int by) {
        return before + by == 0 ? null : before + by;
    }

    /** @param more how many smaller ones are left out */
    record Counted(List<Group> groups, int more) {}

    void clear() {
        counts.clear();
    }

    void count(Row row, Sight sight, int by) {
        String said = lens.still(row, sight);
        String key = said.equals(Lens.NOTHING) ? "" : said;
        Of group = counts.computeIfAbsent(key, none -> new Of());
        group.count(row, by);
        if (by < 0 && group.empty()) {
            counts.remove(key);
        }
    }

    /** How many Events of it warn. */
    private static int warning(Group group) {
        return group.seen == null ? 0 : group.total - group.counts.get(State.OK.ordinal());
    }

    /** Largest first; of Events those first that warn most. */
    Counted counted() {
        List<Group> all = counts.entrySet().stream()
                .map(one -> one.getValue().group(one.getKey()))
                .sorted(Comparator.comparingInt(Groups::warning).thenComparingInt(Group::total).reversed().thenComparing(Group::key))
                .toList();
        return new Counted(all.subList(0, Math.min(MOST, all.size())), Math.max(0, all.size() - MOST));
    }
}
