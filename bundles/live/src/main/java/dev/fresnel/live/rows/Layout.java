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

    /** @return whether there are columns now that were not there before */
    boolean add(Header header) {
        boolean grown = false;
        for (Column column : header.columns()) {
            boolean known = columns.stream().anyMatch(one -> one.id().equals(column.id()));
            if (!known && (wide || column.priority() == 0)) {
                columns.add(column);
                grown = true;
            }
        }
        if (grown) {
            places.clear();
        }
        return grown;
    }

    List<Column> columns() {
        return columns;
    }

    /** For each column its place in that header, or -1. */
    int[] places(Header header) {
        return places.computeIfAbsent(header, h -> columns.stream().mapToInt(column -> h.index(column.id())).toArray());
    }
}
