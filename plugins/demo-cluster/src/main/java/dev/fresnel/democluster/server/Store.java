package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** All objects in memory under one growing resource version, with a window of past changes per resource for watches. */
public final class Store {
    private static final int WINDOW = 1024;

    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition moved = lock.newCondition();
    private final Map<String, Bucket> buckets = new HashMap<>();
    private final List<Consumer<Change>> listeners = new ArrayList<>();
    private long version = 1;
    private boolean closed;

    private static final class Bucket {
        final NavigableMap<String, Stored> objects = new TreeMap<>();
        final ArrayDeque<Change> past = new ArrayDeque<>();
        /** The last version that fell out of the window; a watch from before it has lost something. */
        long forgotten;
    }

    /** Objects of one resource as of one version. */
    record Snapshot(long version, List<Stored> objects) {}

    /** Changes since a version; {@code lost} when the window no longer reaches back to it. */
    record Batch(long version, List<Change> changes, boolean lost, boolean closed) {}

    /** Runs several reads and writes as one. */
    <T> T atomically(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    public void listen(Consumer<Change> listener) {
        atomically(() -> listeners.add(listener));
    }

    public Optional<Stored> find(String resource, String namespace, String name) {
        return atomically(() -> Optional.ofNullable(bucket(resource).objects.get(Stored.key(namespace, name))));
    }

    public long version() {
        return atomically(() -> version);
    }

    Snapshot list(String resource, String namespace) {
        return atomically(() -> {
            NavigableMap<String, Stored> objects = bucket(resource).objects;
            Collection<Stored> found = namespace.isEmpty() ? objects.values()
                    : objects.subMap(namespace + "\0", true, namespace + "\1", false).values();
            return new Snapshot(version, List.copyOf(found));
        });
    }

    public List<Stored> all(String resource, String namespace) {
        return list(resource, namespace).objects();
    }

    List<Stored> everything() {
        return atomically(() -> buckets.values().stream().flatMap(bucket -> bucket.objects.values().stream()).toList());
    }

    /** Writes an object; the resource version is set in the tree. */
    Stored put(String resource, ObjectNode tree, List<String> selectable) {
        return atomically(() -> {
            Json.child(tree, "metadata").put("resourceVersion", Long.toString(++version));
            Stored stored = Stored.of(resource, tree, version, selectable);
            Optional<Stored> before = Optional.ofNullable(bucket(resource).objects.put(stored.key(), stored));
            record(new Change(before.isEmpty() ? Change.Type.ADDED : Change.Type.MODIFIED, version, stored, before));
            return stored;
        });
    }

    Stored remove(Stored object, List<String> selectable) {
        return atomically(() -> {
            Stored there = bucket(object.resource()).objects.remove(object.key());
            if (there == null) {
                return object;
            }
            ObjectNode tree = there.tree();
            Json.child(tree, "metadata").put("resourceVersion", Long.toString(++version));
            Stored last = Stored.of(object.resource(), tree, version, selectable);
            record(new Change(Change.Type.DELETED, version, last, Optional.of(there)));
            return last;
        });
    }

    private void record(Change change) {
        Bucket bucket = bucket(change.object().resource());
        bucket.past.add(change);
        if (bucket.past.size() > WINDOW) {
            bucket.forgotten = bucket.past.remove().version();
        }
        listeners.forEach(listener -> listener.accept(change));
        moved.signalAll();
    }

    private Bucket bucket(String resource) {
        return buckets.computeIfAbsent(resource, key -> new Bucket());
    }

    /** Waits until a resource has changes after a version, at most the given time. */
    Batch await(String resource, long since, long millis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Bucket bucket = bucket(resource);
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (!closed && (bucket.past.isEmpty() || bucket.past.getLast().version() <= since) && left > 0) {
                left = moved.awaitNanos(left);
            }
            List<Change> changes = new ArrayList<>();
            for (var past = bucket.past.descendingIterator(); past.hasNext();) {
                Change change = past.next();
                if (change.version() <= since) {
                    break;
                }
                changes.addFirst(change);
            }
            return new Batch(version, changes, since < bucket.forgotten, closed);
        } finally {
            lock.unlock();
        }
    }

    /** True when a watch may start after this version. */
    boolean reaches(String resource, long since) {
        return atomically(() -> since >= bucket(resource).forgotten);
    }

    /** Waits for the next write of anything, or the end; log followers and tests use it as a pulse. */
    public boolean awaitPulse(long millis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (!closed) {
                moved.await(millis, TimeUnit.MILLISECONDS);
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    void pulse() {
        atomically(() -> {
            moved.signalAll();
            return null;
        });
    }

    /** Ends every watch. */
    void close() {
        atomically(() -> {
            closed = true;
            moved.signalAll();
            return null;
        });
    }
}
