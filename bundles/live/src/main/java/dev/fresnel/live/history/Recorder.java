package dev.fresnel.live.history;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.live.store.Authors;
import dev.fresnel.live.store.Scope;
import dev.fresnel.live.store.Witness;
import dev.fresnel.spi.history.Chronicle;
import dev.fresnel.spi.history.Chronicle.Entry;
import dev.fresnel.spi.history.Chronicle.Place;
import dev.fresnel.spi.history.Chronicle.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what stores see, and compares and writes it on a thread of its own that works a small part of the time. What does not fit
 * into its waiting room is lost, and the time of that is a gap like any other.
 */
public final class Recorder implements Witness, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

    /** What comes and goes by itself all the time. */
    private static final Set<String> NOT_KEPT = Set.of("events", "events.events.k8s.io", "leases.coordination.k8s.io", "componentstatuses");

    /** It may work one part in so many of the time. */
    private static final int SHARE = 8;

    private static final int BATCH = 50;
    private static final int LARGEST = 2 * 1024 * 1024;

    /** How often it is written down that an open span goes on. */
    private static final long NOTED = 60_000;

    private final JsonCodec json;
    private final long beat;
    private final Waiting waiting;
    private final Map<SpanKey, Open> spans = new HashMap<>();
    private final List<Span> ended = new ArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong kept = new AtomicLong();
    private final ReentrantLock bell = new ReentrantLock();
    private final Condition rung = bell.newCondition();
    private final Thread thread;
    private volatile @Nullable Chronicle chronicle;
    private volatile boolean closed;

    private record SpanKey(Place place, String namespace) {}

    /** A span that goes on. */
    private static final class Open {
        long since;
        long noted;
        int users = 1;

        Open(long since) {
            this.since = since;
        }
    }

    /** @param most objects whose changes may wait */
    public Recorder(JsonCodec json, int most) {
        this(json, most, 1_000);
    }

    /** @param beat how often it looks what waits, in milliseconds */
    Recorder(JsonCodec json, int most, long beat) {
        this.json = json;
        this.beat = beat;
        this.waiting = new Waiting(most);
        // It computes: on a virtual thread it would keep stores from theirs.
        this.thread = Thread.ofPlatform().daemon().priority(Thread.MIN_PRIORITY).name("live-history").start(this::run);
    }

    /** Where it writes from now on; null = nowhere, and nothing is recorded. */
    public void chronicle(@Nullable Chronicle now) {
        synchronized (spans) {
            if (now == null) {
                waiting.clear();
                ended.clear();
            } else {
                long at = System.currentTimeMillis();
                spans.values().forEach(open -> open.since = at);
            }
            chronicle = now;
        }
        listeners.forEach(Runnable::run);
    }

    public @Nullable Chronicle chronicle() {
        return chronicle;
    }

    /** Told after something was written; close to stop. */
    public AutoCloseable listen(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    public static boolean keeps(String resource) {
        return !NOT_KEPT.contains(resource) && !resource.endsWith(".metrics.k8s.io");
    }

    // ---- what stores say

    @Override
    public void began(Place place, String namespace) {
        if (keeps(place.resource())) {
            synchronized (spans) {
                Open open = spans.get(new SpanKey(place, namespace));
                if (open == null) {
                    spans.put(new SpanKey(place, namespace), new Open(System.currentTimeMillis()));
                } else {
                    open.users++;
                }
            }
            listeners.forEach(Runnable::run);
        }
    }

    @Override
    public void ended(Place place, String namespace) {
        synchronized (spans) {
            SpanKey key = new SpanKey(place, namespace);
            Open open = spans.get(key);
            if (open != null && --open.users == 0) {
                spans.remove(key);
                ended.add(new Span(place, namespace, open.since, System.currentTimeMillis()));
            }
        }
        listeners.forEach(Runnable::run);
    }

    @Override
    public void changed(Sighting sighting) {
        if (chronicle == null || !keeps(sighting.place().resource()) || elsewhere(sighting)) {
            return;
        }
        waiting.add(sighting);
    }

    /** Whether the store for all namespaces tells the same. */
    private boolean elsewhere(Sighting sighting) {
        Scope scope = sighting.scope();
        if (scope.namespace().isEmpty()) {
            return false;
        }
        synchronized (spans) {
            return spans.containsKey(new SpanKey(sighting.place(), ""));
        }
    }

    /** Whether changes of it are recorded now. */
    public boolean watching(Place place, String namespace) {
        synchronized (spans) {
            return chronicle != null && (spans.containsKey(new SpanKey(place, "")) || spans.containsKey(new SpanKey(place, namespace)));
        }
    }

    /** Since when changes of it are recorded, as far as that is not written yet. */
    List<Span> open(List<Place> places, String namespace) {
        long now = System.currentTimeMillis();
        List<Span> out = new ArrayList<>();
        synchronized (spans) {
            spans.forEach((key, open) -> {
                if (places.contains(key.place) && (key.namespace.isEmpty() || key.namespace.equals(namespace))) {
                    out.add(new Span(key.place, key.namespace, open.since, now));
                }
            });
            ended.stream().filter(span -> places.contains(span.place()) && (span.namespace().isEmpty() || span.namespace().equals(namespace))).forEach(out::add);
        }
        return out;
    }

    // ---- its own thread

    /** Never interrupted: a thread that is interrupted within a file closes it for all. */
    private void run() {
        long pause = beat;
        while (rest(pause)) {
            long began = System.nanoTime();
            boolean more = round();
            long rest = (System.nanoTime() - began) / 1_000_000 * (SHARE - 1);
            pause = more ? Math.max(1, rest) : Math.max(beat, rest);
        }
        round();
    }

    /** @return whether to go on */
    private boolean rest(long millis) {
        bell.lock();
        try {
            long left = millis * 1_000_000;
            while (!closed && left > 0) {
                left = rung.awaitNanos(left);
            }
        } catch (InterruptedException never) {
            LOG.debug("interrupted", never);
        } finally {
            bell.unlock();
        }
        return !closed;
    }

    /** Writes some of what waits, at the end all of it; @return whether more waits. */
    private synchronized boolean round() {
        if (chronicle == null) {
            return false;
        }
        lost(waiting.takeLost());
        List<Waiting.Pending> batch;
        do {
            batch = waiting.take(BATCH);
            List<Entry> entries = new ArrayList<>();
            for (Waiting.Pending pending : batch) {
                entry(pending).ifPresent(entries::add);
            }
            List<Span> due = due();
            if (!entries.isEmpty() || !due.isEmpty()) {
                write(entries, due);
            }
            if (!entries.isEmpty()) {
                listeners.forEach(Runnable::run);
            }
        } while (closed && batch.size() == BATCH);
        return batch.size() == BATCH;
    }

    /** Spans end where something was lost, and begin anew. */
    private void lost(Map<Place, Long> since) {
        if (since.isEmpty()) {
            return;
        }
        long now = System.currentTimeMillis();
        synchronized (spans) {
            spans.forEach((key, open) -> {
                Long from = since.get(key.place);
                if (from != null) {
                    ended.add(new Span(key.place, key.namespace, open.since, Math.max(open.since, from)));
                    open.since = now;
                    open.noted = 0;
                }
            });
        }
    }

    private List<Span> due() {
        long now = System.currentTimeMillis();
        List<Span> due = new ArrayList<>();
        synchronized (spans) {
            due.addAll(ended);
            ended.clear();
            spans.forEach((key, open) -> {
                if (now - open.noted >= NOTED || closed) {
                    open.noted = now;
                    due.add(new Span(key.place, key.namespace, open.since, now));
                }
            });
        }
        return due;
    }

    private Optional<Entry> entry(Waiting.Pending pending) {
        Sighting last = pending.last();
        byte[] before = pending.before() == null ? null : pending.before().get();
        byte[] after = pending.after() == null ? null : pending.after().get();
        if (before == null && after == null) {
            return Optional.empty();
        }
        boolean large = (before == null ? 0 : before.length) + (after == null ? 0 : after.length) > LARGEST;
        Comparison.Found found = before == null || after == null || large
                ? new Comparison.Found(List.of(), 0)
                : Comparison.between(json.parse(before), json.parse(after), last.scope().secret());
        if (before != null && after != null && found.differences().isEmpty() && !large && !last.scope().secret()) {
            return Optional.empty();
        }
        String what = before == null ? "created" : after == null ? "deleted" : "changed";
        Told told = new Told(what, pending.count(), pending.between(), pending.first(), authors(pending.authors(), found), found.differences(), found.more(), large);
        return Optional.of(new Entry(0, last.place(), last.namespace(), last.name(), last.uid(), pending.at(), json.write(told)));
    }

    /** Who scaled it is told of what changed the number of replicas, and of nothing later. */
    private static List<Authors.Author> authors(String text, Comparison.Found found) {
        boolean scaled = found.differences().stream().anyMatch(one -> one.path().equals(".spec.replicas"));
        return Authors.parse(text).stream().filter(author -> scaled || !author.scaled()).toList();
    }

    /**
     * What is written of a change.
     *
     * @param count how many changes it sums up
     * @param between whether it may be even more, for the list was read anew
     * @param since when the first of them was seen
     * @param large whether it was too large to compare
     */
    record Told(
            String what, int count, boolean between, long since, List<Authors.Author> by, List<Comparison.Difference> differences, int more,
            boolean large) {}

    private void write(List<Entry> entries, List<Span> due) {
        Chronicle to = chronicle;
        if (to == null || entries.isEmpty() && due.isEmpty()) {
            return;
        }
        try {
            to.write(entries, due);
            kept.addAndGet(entries.size());
        } catch (Problem | IllegalStateException failed) {
            LOG.warn("{} changes could not be kept: {}", entries.size(), failed.toString());
            Map<Place, Long> gaps = new HashMap<>();
            entries.forEach(entry -> gaps.merge(entry.place(), entry.at(), Math::min));
            lost(gaps);
        }
    }

    /** Changes written, changes lost, and objects whose changes wait. */
    public Map<String, Object> state() {
        synchronized (spans) {
            return Map.of("kept", kept.get(), "lost", waiting.lost(), "waiting", waiting.size(), "watched", spans.size(), "chronicle", chronicle != null);
        }
    }

    @Override
    public void close() {
        bell.lock();
        try {
            closed = true;
            rung.signalAll();
        } finally {
            bell.unlock();
        }
        try {
            thread.join(2_000);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
