package dev.fresnel.live.store;

import dev.fresnel.api.resource.State;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A store's rows in the order in which they are listed, and how many of each state a namespace has. Guarded by its store, but for {@link #bytes}. */
final class Roll {
    private static final Row[] NONE = {};

    private Row[] order = NONE;
    private int size;
    private Map<String, int[]> counts = new HashMap<>();
    private volatile long bytes;

    int size() {
        return size;
    }

    /** About how much heap the rows take. */
    long bytes() {
        return bytes;
    }

    /** @param before null = it is new @param after null = it is gone */
    void change(@Nullable Row before, @Nullable Row after) {
        if (before != null) {
            int at = Arrays.binarySearch(order, 0, size, before, Row.LISTED);
            if (after != null && Row.LISTED.compare(before, after) == 0) {
                order[at] = after;
            } else {
                System.arraycopy(order, at + 1, order, at, size - at - 1);
                order[--size] = null;
                insert(after);
            }
            count(before, -1);
        } else {
            insert(after);
        }
        if (after != null) {
            count(after, 1);
        }
    }

    private void insert(@Nullable Row row) {
        if (row == null) {
            return;
        }
        if (size == order.length) {
            order = Arrays.copyOf(order, size + size / 4 + 16);
        }
        int at = -1 - Arrays.binarySearch(order, 0, size, row, Row.LISTED);
        System.arraycopy(order, at, order, at + 1, size - at);
        order[at] = row;
        size++;
    }

    private void count(Row row, int by) {
        int[] states = counts.computeIfAbsent(row.namespace(), ns -> new int[State.values().length]);
        states[row.health().state().ordinal()] += by;
        bytes += (long) by * row.weight();
    }

    void fill(Collection<Row> rows) {
        order = rows.toArray(NONE);
        Arrays.sort(order, Row.LISTED);
        size = order.length;
        counts = new HashMap<>();
        bytes = 0;
        for (Row row : order) {
            count(row, 1);
        }
    }

    Row[] copy() {
        return Arrays.copyOf(order, size);
    }

    List<Row> copy(int from, int to) {
        return List.of(Arrays.copyOfRange(order, from, to));
    }

    /** Where a namespace begins in the order. */
    int first(String namespace) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            boolean before = order[middle].namespace().compareTo(namespace) < 0;
            low = before ? middle + 1 : low;
            high = before ? high : middle;
        }
        return low;
    }

    /** How many there are of each state. @param namespaces none = all */
    int[] counts(Set<String> namespaces) {
        int[] sum = new int[State.values().length];
        counts.forEach((namespace, states) -> {
            if (namespaces.isEmpty() || namespaces.contains(namespace)) {
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += states[i];
                }
            }
        });
        return sum;
    }
}
