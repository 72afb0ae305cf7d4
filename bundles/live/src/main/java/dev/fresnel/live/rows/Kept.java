package dev.fresnel.live.rows;

import dev.fresnel.api.resource.State;
import dev.fresnel.live.column.Figures.Sight;
import dev.fresnel.live.column.Lens;
import dev.fresnel.live.store.Change;
import dev.fresnel.live.store.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All rows that a filter lets through, counted and in order, kept right change by change. The order is made when it is first
 * needed: a first window comes from a bounded heap.
 */
final class Kept {
    /** A window that ends within this share of the rows needs no sorting of all. */
    private static final int SHARE = 8;

    private final Filter filter;
    private final Ordering ordering;
    private final @Nullable Groups groups;
    private Sight sight = Sight.NONE;
    private List<Row> unsorted = List.of();
    private boolean sorted;
    private boolean listed;
    private Row[] order = {};
    private int size;
    private int total;
    private final int[] counts = new int[State.values().length];

    /** @param group what to count by; null = nothing */
    Kept(Filter filter, Ordering ordering, @Nullable Lens group) {
        this.filter = filter;
        this.ordering = ordering;
        this.groups = group == null ? null : new Groups(group);
    }

    /**
     * @param listed whether they come as the API server lists them
     * @param figures stay the same until the next fill
     */
    void fill(List<Row> rows, boolean listed, Sight figures) {
        sight = figures;
        total = rows.size();
        Arrays.fill(counts, 0);
        if (groups != null) {
            groups.clear();
        }
        unsorted = new ArrayList<>();
        for (Row row : rows) {
            if (filter.matches(row)) {
                count(row, 1);
                if (filter.wanted(row.health().state())) {
                    unsorted.add(row);
                }
            }
        }
        this.listed = listed;
        size = unsorted.size();
        order = new Row[0];
        sorted = false;
    }

    /** @return false when the change does not fit what is kept: fill again */
    boolean apply(Change change) {
        sortAll();
        return (change.before() == null || leave(change.before())) && enter(change.after());
    }

    private void count(Row row, int by) {
        counts[row.health().state().ordinal()] += by;
        if (groups != null) {
            groups.count(row, sight, by);
        }
    }

    private boolean leave(Row row) {
        total--;
        if (!filter.matches(row)) {
            return true;
        }
        count(row, -1);
        if (!filter.wanted(row.health().state())) {
            return true;
        }
        int at = ordering.find(order, size, row, sight);
        if (at < 0) {
            return false;
        }
        System.arraycopy(order, at + 1, order, at, size - at - 1);
        order[--size] = null;
        return true;
    }

    private boolean enter(@Nullable Row row) {
        if (row == null) {
            return true;
        }
        total++;
        if (!filter.matches(row)) {
            return true;
        }
        count(row, 1);
        if (!filter.wanted(row.health().state())) {
            return true;
        }
        int at = ordering.find(order, size, row, sight);
        if (at >= 0) {
            return false;
        }
        if (size == order.length) {
            order = Arrays.copyOf(order, size + size / 16 + 16);
        }
        at = -1 - at;
        System.arraycopy(order, at, order, at + 1, size - at);
        order[at] = row;
        size++;
        return true;
    }

    private void sortAll() {
        if (!sorted) {
            order = ordering.sort(unsorted, listed, sight);
            unsorted = List.of(); // its room is as large as the list's
            sorted = true;
        }
    }

    List<Row> window(int offset, int limit) {
        int from = Math.min(offset, size);
        int to = (int) Math.min((long) offset + limit, size);
        boolean cheap = listed && ordering.listed();
        if (!sorted && !cheap && to <= size / SHARE) {
            List<Row> first = ordering.first(unsorted, to, sight);
            return List.copyOf(first.subList(from, to));
        }
        sortAll();
        return List.of(Arrays.copyOfRange(order, from, to));
    }

    /** What they look at beside the rows. */
    Sight sight() {
        return sight;
    }

    /** Null when nobody asked to count by something. */
    @Nullable Groups groups() {
        return groups;
    }

    int total() {
        return total;
    }

    int matched() {
        return size;
    }

    /** By state, states of the filter left aside. */
    int count(State state) {
        return counts[state.ordinal()];
    }
}
