package dev.fresnel.live.rows;

import dev.fresnel.live.store.Column;
import dev.fresnel.live.store.Header;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The columns of a channel: those of its clusters together, since versions may differ. */
final class Layout {
    private final List<Column> columns = new ArrayList<>();
    private final Map<Header, int[]> places = new IdentityHashMap<>();
    private final boolean wide;

    Layout(boolean wide) {
        this.wide = wide;
    }

    void add(Header header) {
        for (Column column : header.columns()) {
            if (shown(column) && !knows(column)) {
                columns.add(column);
            }
        }
        places.clear();
    }

    /** Whether every column of that header has its place. */
    boolean knows(Header header) {
        return places.containsKey(header) || header.columns().stream().allMatch(column -> !shown(column) || knows(column));
    }

    private boolean shown(Column column) {
        return wide || column.priority() == 0;
    }

    private boolean knows(Column column) {
        return columns.stream().anyMatch(one -> one.id().equals(column.id()));
    }

    List<Column> columns() {
        return columns;
    }

    /** For each column its place in that header, or -1. */
    int[] places(Header header) {
        return places.computeIfAbsent(header, h -> columns.stream().mapToInt(column -> h.index(column.id())).toArray());
    }
}
