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

    /** @param namespaces empty = all that the store covers */
    Partition(Store store, Set<String> namespaces) {
        this.store = store;
        this.namespaces = Set.copyOf(namespaces);
    }

    /**
     * All rows at one moment.
     *
     * @param header null while nothing has been heard of the columns
     * @param rows by namespace and name; while the first list is not complete, what has come of it
     * @param whole whether the first list is complete
     */
    public record Snapshot(@Nullable Header header, List<Row> rows, boolean whole, Age age) {}

    public Scope scope() {
        return store.scope();
    }

    public Age age() {
        return store.age();
    }

    /** Opens a feed; {@code wake} is called after changes, on a thread of the store, and must return at once. */
    public Feed feed(Runnable wake) {
        return store.enter(new Feed(store, namespaces, wake));
    }

    /** All rows now; the feed goes on from here. */
    public Snapshot snapshot(@Nullable Feed feed) {
        return store.snapshot(namespaces, feed);
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
