package dev.fresnel.live.store;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Health;
import dev.fresnel.live.store.Event.Decoded;
import dev.fresnel.live.store.Partition.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rows of one scope as one principal gets them. One thread applies what the upstream says; readers take snapshots. */
final class Store {
    /** Decoded objects that may wait to be judged: about 1.5 MB of pods. */
    private static final int INBOX = 512;

    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    private final Scope scope;
    private final Packer packer;
    private final Judge judge;
    private final JsonCodec json;
    private final BlockingQueue<Step> inbox = new ArrayBlockingQueue<>(INBOX);
    private final List<Feed> feeds = new CopyOnWriteArrayList<>();

    private final Object lock = new Object();
    private Map<String, Row> rows = new HashMap<>();
    private final Roll roll = new Roll();
    private @Nullable Header header;
    private boolean whole;
    private Age age = Age.now(Age.State.LOADING, "");
    private @Nullable List<Row> staging;
    private @Nullable Extent extent;
    private volatile long stagedBytes;
    private long listed;
    private long applied;
    private volatile long lag;
    private volatile Observation observation = Observation.NONE;

    Store(Scope scope, Packer packer, Judge judge, JsonCodec json) {
        this.scope = scope;
        this.packer = packer;
        this.judge = judge;
        this.json = json;
    }

    Scope scope() {
        return scope;
    }

    Object lock() {
        return lock;
    }

    /** Who is told what changes here; before the first step. */
    void observed(Observation by) {
        observation = by;
    }

    Observation observation() {
        return observation;
    }

    void tell(Step step) throws InterruptedException {
        inbox.put(step);
    }

    /** Asks for a new judgement of all rows, unless the inbox is full: then what follows is judged anew anyway. */
    void judgeAgain() {
        Thread.ofVirtual().name("live-judge").start(() -> {
            try {
                tell(new Step.Judge());
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Applies steps until interrupted. */
    void run() {
        List<Step> batch = new ArrayList<>(INBOX);
        try {
            while (true) {
                batch.add(inbox.take());
                inbox.drainTo(batch, INBOX - 1);
                apply(batch);
                batch.clear();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException bug) {
            LOG.error("the store of {} in {} ended by a bug", scope.kind().id(), scope.cluster(), bug);
            aged(Age.now(Age.State.GONE, "the live store failed: " + bug));
        }
    }

    private void apply(List<Step> batch) {
        List<Decoded> decoded = new ArrayList<>();
        for (Step step : batch) {
            if (step instanceof Step.Put put) {
                decoded.add(put.decoded());
            }
        }
        List<Health> healths = judge.judge(scope, decoded);
        int next = 0;
        for (Step step : batch) {
            switch (step) {
                case Step.Begin begin -> {
                    synchronized (lock) {
                        staging = new ArrayList<>();
                        stagedBytes = 0;
                    }
                }
                case Step.Put put -> put(new Row(put.decoded().facts(), healths.get(next++)));
                case Step.Remove remove -> remove(remove.uid());
                case Step.Whole now -> replace(now.header(), now.extent());
                case Step.Aged aged -> aged(aged.age());
                case Step.Judge again -> rejudge();
            }
        }
        if (!decoded.isEmpty()) {
            lag = System.nanoTime() - decoded.getFirst().at();
        }
        feeds.forEach(Feed::wake);
    }

    private void put(Row row) {
        if (staging != null) {
            synchronized (lock) {
                if (!whole) {
                    row.facts().authors = ""; // nobody saw it before
                }
                staging.add(row);
                stagedBytes += row.weight();
            }
            return;
        }
        synchronized (lock) {
            if (header == null || !header.alike(row.header())) {
                header = row.header();
                feeds.forEach(Feed::renew);
            }
            told(rows.put(row.uid(), row), row, false);
        }
    }

    private void remove(String uid) {
        if (staging != null) {
            synchronized (lock) {
                staging.removeIf(row -> row.uid().equals(uid));
            }
            return;
        }
        synchronized (lock) {
            Row gone = rows.remove(uid);
            if (gone != null) {
                told(gone, null, false);
            }
        }
    }

    /** Keeps order and counts right and tells the feeds; under the lock. */
    private void change(@Nullable Row before, @Nullable Row after) {
        applied++;
        roll.change(before, after);
        Change change = new Change(before, after);
        feeds.forEach(feed -> feed.note(change));
    }

    /** The staged rows become the store's; what has not changed stays the same row, so that nobody is told of it. */
    private void replace(Header now, @Nullable Extent part) {
        List<Row> staged = staging == null ? List.of() : staging;
        Map<String, Row> next = HashMap.newHashMap(staged.size());
        for (Row row : staged) {
            next.put(row.uid(), row);
        }
        synchronized (lock) {
            staging = null;
            listed += stagedBytes;
            stagedBytes = 0;
            extent = part;
            if (part == null && whole && header != null && header.alike(now)) {
                merge(next);
            } else {
                fill(next);
            }
            header = now;
            whole = true;
            observation.complete(part == null);
            aged(Age.now(Age.State.LIVE, part == null ? "" : "it does not fit into memory and is read page by page"));
            lock.notifyAll();
        }
    }

    private void merge(Map<String, Row> next) {
        for (Row old : List.copyOf(rows.values())) {
            if (!next.containsKey(old.uid())) {
                rows.remove(old.uid());
                told(old, null, true);
            }
        }
        for (Row row : next.values()) {
            Row old = rows.get(row.uid());
            if (old == null || old.facts().version != row.facts().version || !old.looksLike(row)) {
                told(rows.put(row.uid(), row), row, true);
            }
            row.facts().authors = "";
        }
    }

    /** The API server told of it: not what we find out of rows that we have. */
    private void told(@Nullable Row before, @Nullable Row after, boolean between) {
        change(before, after);
        observation.changed(before, after, between);
        if (after != null) {
            after.facts().authors = "";
        }
    }

    private void fill(Map<String, Row> next) {
        rows = next;
        next.values().forEach(row -> row.facts().authors = "");
        roll.fill(next.values());
        applied += roll.size();
        feeds.forEach(Feed::renew);
    }

    void aged(Age now) {
        synchronized (lock) {
            if (!age.state().last()) {
                // Nothing is stale as long as nothing was there.
                boolean first = !whole && now.state() == Age.State.STALE;
                age = (first ? new Age(Age.State.LOADING, now.since(), now.detail()) : now).after(age);
            }
            lock.notifyAll();
        }
        feeds.forEach(Feed::wake);
    }

    private void rejudge() {
        List<Row> all;
        synchronized (lock) {
            all = List.copyOf(rows.values());
        }
        for (int from = 0; from < all.size(); from += INBOX) {
            List<Row> part = all.subList(from, Math.min(all.size(), from + INBOX));
            List<Decoded> decoded = part.stream().map(row -> new Decoded(row.facts(), packer.unpack(row.facts().packed))).toList();
            List<Health> healths = judge.judge(scope, decoded);
            synchronized (lock) {
                for (int i = 0; i < part.size(); i++) {
                    Row old = part.get(i);
                    Row now = old.with(healths.get(i));
                    if (now != old && rows.get(old.uid()) == old) {
                        rows.put(old.uid(), now);
                        change(old, now);
                    }
                }
            }
            feeds.forEach(Feed::wake);
        }
    }

    // ---- the readers' side

    Feed enter(Feed feed) {
        synchronized (lock) {
            feeds.add(feed);
        }
        return feed;
    }

    void leave(Feed feed) {
        feeds.remove(feed);
    }

    Snapshot snapshot(Set<String> namespaces, @Nullable Feed feed) {
        synchronized (lock) {
            if (feed != null) {
                feed.synced();
            }
            boolean loading = !whole && staging != null && !staging.isEmpty();
            Row[] seen = loading ? Row.latest(staging) : roll.copy();
            Header heading = loading ? seen[seen.length - 1].header() : header;
            List<Row> list = namespaces.isEmpty()
                    ? Arrays.asList(seen)
                    : Arrays.stream(seen).filter(row -> namespaces.contains(row.namespace())).toList();
            return new Snapshot(heading, list, whole, age, extent);
        }
    }

    /** @param namespace null = all */
    @Nullable Glimpse glimpse(@Nullable String namespace, @Nullable Feed feed, int offset, int limit) {
        synchronized (lock) {
            int[] states = counts(namespace == null ? Set.of() : Set.of(namespace));
            if (states == null || header == null || extent != null) {
                return null;
            }
            if (feed != null) {
                feed.synced();
            }
            int total = Arrays.stream(states).sum();
            int begin = namespace == null ? 0 : roll.first(namespace);
            int from = begin + Math.min(offset, total);
            return new Glimpse(header, roll.copy(from, (int) Math.min((long) from + limit, begin + total)), total, states);
        }
    }

    int @Nullable [] counts(Set<String> namespaces) {
        synchronized (lock) {
            return whole ? roll.counts(namespaces) : null;
        }
    }

    Age age() {
        synchronized (lock) {
            return age;
        }
    }

    int size() {
        synchronized (lock) {
            return roll.size();
        }
    }

    long applied() {
        synchronized (lock) {
            return applied;
        }
    }

    /** Nanoseconds from decoded to applied, of the oldest in a batch. */
    long lag() {
        return lag;
    }

    /** About how much heap its rows take; while they are listed anew, the larger of both. */
    long bytes() {
        return Math.max(roll.bytes(), stagedBytes);
    }

    /** Bytes of rows that whole lists have brought since the last call. */
    long takeListed() {
        synchronized (lock) {
            long bytes = listed;
            listed = 0;
            return bytes;
        }
    }

    /** Whether a whole list is being read. */
    boolean listing() {
        return stagedBytes > 0;
    }

    @Nullable Extent extent() {
        synchronized (lock) {
            return extent;
        }
    }

    /** Whether its first list is complete. */
    boolean filled() {
        synchronized (lock) {
            return whole;
        }
    }

    int readers() {
        return feeds.size();
    }

    KubeObject object(Row row) {
        return new SeenObject(scope, row.facts(), () -> packer.unpack(row.facts().packed), json);
    }

    boolean await(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        synchronized (lock) {
            while (!whole && !age.state().last()) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                lock.wait(left);
            }
            return whole;
        }
    }
}
