package dev.fresnel.live.store;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.State;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The part of a store that somebody may see; got from {@link Visible} only. */
public final class Partition {
    private final Store store;
    private final Set<String> namespaces;
    private final @Nullable Pager pager;

    /** @param namespaces empty = all that the store covers */
    Partition(Store store, Set<String> namespaces) {
        this.store = store;
        this.namespaces = Set.copyOf(namespaces);
        this.pager = null;
    }

    /** All that is fed by a reader of its own. */
    Partition(Reader reader) {
        this.store = reader.store;
        this.namespaces = Set.of();
        this.pager = reader instanceof Pager pages ? pages : null;
    }

    /**
     * All rows at one moment.
     *
     * @param header null while nothing has been heard of the columns
     * @param rows by namespace and name; while the first list is not complete, what has come of it
     * @param whole whether the first list is complete
     * @param extent which part of the list that is; null = all
     */
    public record Snapshot(@Nullable Header header, List<Row> rows, boolean whole, Age age, @Nullable Extent extent) {}

    public Scope scope() {
        return store.scope();
    }

    public Age age() {
        return store.age();
    }

    /** Whether only a page of it is held at a time, for it does not fit into memory. */
    public boolean paged() {
        return pager != null;
    }

    /** Which part of it is held; null = all. */
    public @Nullable Extent extent() {
        return store.extent();
    }

    /** Turns to that window of what is held page by page. */
    public void want(int offset, int limit) {
        if (pager != null) {
            pager.want(offset, limit);
        }
    }

    /** Opens a feed; {@code wake} is called after changes, on a thread of the store, and must return at once. */
    public Feed feed(Runnable wake) {
        return store.enter(new Feed(store, namespaces, wake));
    }

    /** All rows now; the feed goes on from here. */
    public Snapshot snapshot(@Nullable Feed feed) {
        return store.snapshot(namespaces, feed);
    }

    /**
     * A window of the rows as listed, without a copy of all of them. Null while the first list is not complete, and where there is no such
     * order: of several namespaces together, and of what is held page by page.
     *
     * @param feed goes on from here; null = it stays where it is
     */
    public @Nullable Glimpse glimpse(@Nullable Feed feed, int offset, int limit) {
        return pager != null || namespaces.size() > 1 ? null : store.glimpse(namespaces.isEmpty() ? null : namespaces.iterator().next(), feed, offset, limit);
    }

    /** Number of rows by state; null while the first list is not complete. */
    public @Nullable Map<State, Integer> counts() {
        int[] counts = store.counts(namespaces);
        if (counts == null) {
            return null;
        }
        Map<State, Integer> out = new EnumMap<>(State.class);
        for (State state : State.values()) {
            out.put(state, counts[state.ordinal()]);
        }
        return out;
    }

    /** The whole object behind a row. */
    public KubeObject object(Row row) {
        return store.object(row);
    }

    /** Waits for the first list; false when it is not complete in time or never will be. */
    public boolean await(Duration patience) throws InterruptedException {
        return store.await(patience);
    }
}
