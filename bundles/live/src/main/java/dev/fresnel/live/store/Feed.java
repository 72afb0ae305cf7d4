package dev.fresnel.live.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One reader's queue of changes in one partition. Close it when done. */
public final class Feed implements AutoCloseable {
    private final Store store;
    private final Set<String> namespaces;
    private final Runnable wake;
    private List<Change> queue = new ArrayList<>();
    private boolean renewed = true;

    Feed(Store store, Set<String> namespaces, Runnable wake) {
        this.store = store;
        this.namespaces = namespaces;
        this.wake = wake;
    }

    /**
     * What happened since the last call.
     *
     * @param renewed everything may be different: take {@link Partition#snapshot}
     * @param changes in order; empty when renewed
     */
    public record News(boolean renewed, List<Change> changes) {}

    /** Takes what is there; never waits. */
    public News take() {
        synchronized (store.lock()) {
            News news = new News(renewed, renewed ? List.of() : queue);
            queue = new ArrayList<>();
            return news;
        }
    }

    /** The snapshot stands for everything before it; under the store's lock. */
    void synced() {
        queue.clear();
        renewed = false;
    }

    /** Under the store's lock. */
    void note(Change change) {
        Row row = change.after() == null ? change.before() : change.after();
        if (!renewed && row != null && covers(row.namespace())) {
            queue.add(change);
        }
    }

    /** Under the store's lock. */
    void renew() {
        renewed = true;
        queue.clear();
    }

    boolean covers(String namespace) {
        return namespaces.isEmpty() || namespaces.contains(namespace);
    }

    /** Without the lock. */
    void wake() {
        wake.run();
    }

    @Override
    public void close() {
        store.leave(this);
    }
}
