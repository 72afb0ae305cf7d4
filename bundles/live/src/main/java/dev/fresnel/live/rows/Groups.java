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

/** Rows counted by what a column says of them, and by state. */
final class Groups {
    private static final int MOST = 500;

    private final Lens lens;
    private final Map<String, int[]> counts = new HashMap<>();

    Groups(Lens lens) {
        this.lens = lens;
    }

    /**
     * One group.
     *
     * @param key {@code ""} = has none
     * @param counts by the ordinals of {@link State}
     */
    record Group(String key, int total, List<Integer> counts) {}

    /** @param more how many smaller ones are left out */
    record Counted(List<Group> groups, int more) {}

    void clear() {
        counts.clear();
    }

    void count(Row row, Sight sight, int by) {
        String said = lens.still(row, sight);
        String key = said.equals(Lens.NOTHING) ? "" : said;
        int[] states = counts.computeIfAbsent(key, none -> new int[State.values().length]);
        states[row.health().state().ordinal()] += by;
        if (by < 0 && Arrays.stream(states).allMatch(n -> n == 0)) {
            counts.remove(key);
        }
    }

    /** Largest first. */
    Counted counted() {
        List<Group> all = counts.entrySet().stream()
                .map(one -> new Group(one.getKey(), Arrays.stream(one.getValue()).sum(), Arrays.stream(one.getValue()).boxed().toList()))
                .sorted(Comparator.comparingInt(Group::total).reversed().thenComparing(Group::key))
                .toList();
        return new Counted(all.subList(0, Math.min(MOST, all.size())), Math.max(0, all.size() - MOST));
    }
}
