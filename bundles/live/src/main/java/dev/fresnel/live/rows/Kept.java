package dev.fresnel.live.rows;

import dev.fresnel.api.resource.State;
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
    private final List<Row> unsorted = new ArrayList<>();
    private boolean sorted;
    private boolean listed;
    private Row[] order = {};
    private int size;
    private int total;
    private final int[] counts = new int[State.values().length];

    Kept(Filter filter, Ordering ordering) {
        this.filter = filter;
        this.ordering = ordering;
    }

    /** @param listed whether they come as the API server lists them */
    void fill(List<Row> rows, boolean listed) {
        total = rows.size();
        Arrays.fill(counts, 0);
        unsorted.clear();
        for (Row row : rows) {
            if (filter.matches(row)) {
                counts[row.health().state().ordinal()]++;
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

    private boolean leave(Row row) {
        total--;
        if (!filter.matches(row)) {
            return true;
        }
        counts[row.health().state().ordinal()]--;
        if (!filter.wanted(row.health().state())) {
            return true;
        }
        int at = Arrays.binarySearch(order, 0, size, row, ordering);
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
        counts[row.health().state().ordinal()]++;
        if (!filter.wanted(row.health().state())) {
            return true;
        }
        int at = Arrays.binarySearch(order, 0, size, row, ordering);
        if (at >= 0) {
            return false;
        }
        if (size == order.length) {
            order = Arrays.copyOf(order, size + size / 4 + 16);
        }
        at = -1 - at;
        System.arraycopy(order, at, order, at + 1, size - at);
        order[at] = row;
        size++;
        return true;
    }

    private void sortAll() {
        if (!sorted) {
            order = ordering.sort(unsorted, listed);
            unsorted.clear();
            sorted = true;
        }
    }

    List<Row> window(int offset, int limit) {
        int from = Math.min(offset, size);
        int to = (int) Math.min((long) offset + limit, size);
        boolean cheap = listed && ordering.listed();
        if (!sorted && !cheap && to <= size / SHARE) {
            List<Row> first = ordering.first(unsorted, to);
            return List.copyOf(first.subList(from, to));
        }
        sortAll();
        return List.of(Arrays.copyOfRange(order, from, to));
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
