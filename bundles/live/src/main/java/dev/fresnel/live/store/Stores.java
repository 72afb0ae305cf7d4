package dev.fresnel.live.store;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.switchboard.Table;
import dev.fresnel.spi.transport.Transport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * All stores by key. The principal is part of the key: stores are not shared between principals ({@code live.sharing=off}).
 * What nobody uses leaves after a while.
 */
final class Stores implements AutoCloseable {
    /** Lists at once per cluster. */
    private static final int LISTS = 2;

    private final Transport transport;
    private final Judges judges;
    private final JsonCodec json;
    private final Pace pace;
    private final Packer.Deflaters deflaters = new Packer.Deflaters();
    private final Map<Key, Entry> entries = new HashMap<>();
    private final Map<String, ClusterState> clusters = new ConcurrentHashMap<>();
    private volatile Refusals refusals = (principal, scope, detail) -> {};
    private boolean closed;

    Stores(Transport transport, Judges judges, JsonCodec json, Pace pace) {
        this.transport = transport;
        this.judges = judges;
        this.json = json;
        this.pace = pace;
    }

    /** Rule R2, with the principal in it. */
    record Key(String principal, String cluster, String apiVersion, String resource, String namespace) {
        static Key of(Principal principal, Scope scope) {
            return new Key(principal.key(), scope.cluster(), scope.kind().apiVersion(), scope.kind().resource(), scope.namespace());
        }
    }

    /** What all upstreams to one cluster share. */
    private static final class ClusterState {
        final Semaphore lists = new Semaphore(LISTS, true);
        final Set<String> pagesOnly = ConcurrentHashMap.newKeySet();
    }

    /** Told when the API server refuses an upstream. */
    interface Refusals {
        void refused(Principal principal, Scope scope, String detail);
    }

    void onRefusal(Refusals then) {
        refusals = then;
    }

    private final class Side implements Upstream.Cluster {
        private final Principal principal;
        private final ClusterState state;

        Side(Principal principal, ClusterState state) {
            this.principal = principal;
            this.state = state;
        }

        @Override
        public boolean streams(Scope scope) {
            return !state.pagesOnly.contains(scope.kind().id());
        }

        @Override
        public void streamsNot(Scope scope) {
            state.pagesOnly.add(scope.kind().id());
        }

        @Override
        public void refused(Scope scope, String detail) {
            // Not on the upstream's own thread: it is interrupted by what follows.
            Thread.ofVirtual().name("live-refused").start(() -> refusals.refused(principal, scope, detail));
        }
    }

    private static final class Entry {
        final Principal principal;
        final Store store;
        final Upstream upstream;
        final Thread reader;
        final Thread applier;
        int users;
        long idleSince = System.nanoTime();

        Entry(Principal principal, Store store, Upstream upstream, String name) {
            this.principal = principal;
            this.store = store;
            this.upstream = upstream;
            applier = Thread.ofVirtual().name("live-apply-" + name).start(store::run);
            reader = Thread.ofVirtual().name("live-read-" + name).start(upstream::run);
        }

        void end() {
            upstream.stop();
            reader.interrupt();
            applier.interrupt();
        }
    }

    /** Uses a store; each call is answered by one {@link #release}. */
    synchronized Store acquire(Principal principal, Scope scope, boolean mayWatch) {
        Key key = Key.of(principal, scope);
        Entry entry = entries.get(key);
        if (entry != null && entry.store.age().state().last()) {
            entries.remove(key).end();
            entry = null;
        }
        if (entry == null) {
            if (closed) {
                throw new IllegalStateException("the live store has ended");
            }
            entry = begin(principal, scope, mayWatch);
            entries.put(key, entry);
        }
        entry.users++;
        return entry.store;
    }

    private Entry begin(Principal principal, Scope scope, boolean mayWatch) {
        ClusterState cluster = clusters.computeIfAbsent(scope.cluster(), id -> new ClusterState());
        Packer packer = new Packer(deflaters);
        Store store = new Store(scope, packer, judges, json);
        Wire wire = new Wire(transport, principal, scope);
        Upstream upstream =
                new Upstream(wire, store, new Tables(scope, packer), pace, cluster.lists, new Side(principal, cluster), mayWatch);
        return new Entry(principal, store, upstream, scope.cluster() + "-" + scope.kind().id());
    }

    synchronized void release(Principal principal, Scope scope, Store store) {
        Entry entry = entries.get(Key.of(principal, scope));
        if (entry != null && entry.store == store && --entry.users == 0) {
            entry.idleSince = System.nanoTime();
        }
    }

    /** Whether the store is there already. */
    synchronized boolean warm(Principal principal, Scope scope) {
        Entry entry = entries.get(Key.of(principal, scope));
        return entry != null && !entry.store.age().state().last();
    }

    /** Ends a store at once: its principal may not see it any more. */
    synchronized void drop(Principal principal, Scope scope) {
        Entry entry = entries.remove(Key.of(principal, scope));
        if (entry != null) {
            entry.end();
        }
    }

    /** Called every few seconds. */
    synchronized void tick() {
        judges.forget();
        long now = System.nanoTime();
        entries.values().removeIf(entry -> {
            boolean leaves = entry.users == 0 && now - entry.idleSince > pace.idle().toNanos();
            if (leaves) {
                entry.end();
            } else {
                entry.upstream.check();
            }
            return leaves;
        });
    }

    /** Breaks the connections to a cluster that is said to be down, so that its stores find out. */
    void cut(Principal principal, String cluster) {
        of(principal, cluster).forEach(entry -> entry.upstream.cut());
    }

    /** The cluster is no longer there for that principal. */
    void gone(Principal principal, String cluster) {
        for (Entry entry : of(principal, cluster)) {
            entry.store.aged(Age.now(Age.State.GONE, "the cluster was removed"));
            entry.end();
        }
    }

    private synchronized List<Entry> of(Principal principal, String cluster) {
        return entries.values().stream()
                .filter(entry -> entry.principal.equals(principal) && entry.store.scope().cluster().equals(cluster))
                .toList();
    }

    /** Whose stores of a cluster there are. */
    synchronized Set<Principal> principals(String cluster) {
        return entries.values().stream()
                .filter(entry -> entry.store.scope().cluster().equals(cluster))
                .map(entry -> entry.principal)
                .collect(Collectors.toSet());
    }

    /** After a switch: kinds whose judges changed are judged again. */
    void switched(Table before, Table now) {
        List<Entry> all;
        synchronized (this) {
            all = new ArrayList<>(entries.values());
        }
        Map<String, Boolean> differs = new HashMap<>();
        for (Entry entry : all) {
            Scope scope = entry.store.scope();
            boolean again = differs.computeIfAbsent(
                    scope.kind().id(), id -> !judges.judged(before, scope.kind()).equals(judges.judges(now, scope.kind())));
            if (again) {
                entry.store.judgeAgain();
            }
        }
        judges.forget();
    }

    /** For dump and meters; no names of users. */
    synchronized List<Map<String, Object>> state() {
        List<Map<String, Object>> out = new ArrayList<>();
        for (Entry entry : entries.values()) {
            Scope scope = entry.store.scope();
            Age age = entry.store.age();
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("cluster", scope.cluster());
            one.put("resource", scope.kind().id());
            one.put("namespace", scope.namespace());
            one.put("state", age.state().word());
            one.put("since", age.since());
            one.put("detail", age.detail());
            one.put("rows", entry.store.size());
            one.put("changes", entry.store.applied());
            one.put("lagMillis", entry.store.lag() / 1_000_000);
            one.put("users", entry.users);
            one.put("readers", entry.store.readers());
            out.add(one);
        }
        return out;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            entries.values().forEach(Entry::end);
            entries.clear();
        }
        deflaters.close();
    }
}
