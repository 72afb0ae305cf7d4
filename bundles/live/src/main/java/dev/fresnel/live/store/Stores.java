package dev.fresnel.live.store;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.history.Chronicle;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.switchboard.Table;
import dev.fresnel.spi.transport.Transport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.BooleanSupplier;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All stores by key. What several principals may share has no principal in its key; with {@code live.sharing=off} every key has
 * one. What nobody uses leaves after a while.
 */
final class Stores implements AutoCloseable {
    private final Transport transport;
    private final BiFunction<Principal, String, String> trust;
    private final Judges judges;
    private final JsonCodec json;
    private final Pace pace;
    private final Packer.Deflaters deflaters = new Packer.Deflaters();
    private final Room room;
    private final Weather weather;
    private final Map<Key, Running> entries = new HashMap<>();
    private final Map<String, ClusterSide> clusters = new ConcurrentHashMap<>();
    private volatile Vetting vetting = Vetting.NONE;
    private volatile Witness witness = Witness.NONE;
    private final Airing airing = new Airing(System::gc);
    private boolean closed;

    /**
     * @param trust digest of the way to a cluster now
     * @param memory bytes that rows may take
     */
    Stores(
            Transport transport, BiFunction<Principal, String, String> trust, Judges judges, JsonCodec json, Pace pace, long memory, Weather weather) {
        this.weather = weather;
        this.transport = transport;
        this.trust = trust;
        this.judges = judges;
        this.json = json;
        this.pace = pace;
        this.room = new Room(memory);
    }

    /**
     * Rule R2. The cluster's id is in it beside its digest, for rows carry it.
     *
     * @param representation how the upstream asks: {@code table}, or {@code metadata} where values must not reach us
     * @param principal whose own store it is; {@code ""} = of everybody whom the gate lets in
     */
    record Key(
            String trust, String cluster, String apiVersion, String resource, String namespace, String representation, String principal) {
        static Key of(Principal principal, Scope scope, Verdict verdict) {
            return new Key(verdict.trust(), scope.cluster(), scope.kind().apiVersion(), scope.kind().resource(), scope.namespace(),
                    scope.secret() ? "metadata" : "table", verdict.shared() ? "" : principal.key());
        }

        boolean shared() {
            return principal.isEmpty();
        }
    }

    void onDoubt(Vetting by) {
        vetting = by;
    }

    /** Who is told what changes; before the first store. */
    void onChange(Witness by) {
        witness = by;
    }

    /**
     * Uses a store; each call is answered by one {@link #release}. A namespace is served by the store for all namespaces when that
     * is there (rule R6).
     *
     * @param moved called on a thread of its own when another store must serve it
     * @throws Problem LIMITED {@code LIVE_TOO_BIG} when it is known not to fit into memory
     */
    synchronized Running.Seat acquire(Principal principal, Scope scope, Verdict verdict, Runnable moved) {
        if (closed) {
            throw new IllegalStateException("the live store has ended");
        }
        Key key = Key.of(principal, scope, verdict);
        Running own = there(key);
        if (own == null && verdict.shared() && !scope.namespace().isEmpty()) {
            Running all = there(Key.of(principal, scope.in(""), verdict));
            if (all != null && all.store.age().state() == Age.State.LIVE && !all.carrier.wanting()) {
                return all.sit(principal, false, moved);
            }
        }
        if (own == null && !room.worth(key, entries.values())) {
            throw room.tooBig(scope);
        }
        if (own == null) {
            own = begin(key, scope, verdict.watch());
            entries.put(key, own);
        }
        return own.sit(principal, true, moved);
    }

    private @Nullable Running there(Key key) {
        Running running = entries.get(key);
        if (running != null && running.over()) {
            entries.remove(key).end();
            return null;
        }
        return running;
    }

    private Running begin(Key key, Scope scope, boolean mayWatch) {
        ClusterSide cluster = clusters.computeIfAbsent(scope.cluster(), id -> new ClusterSide(pace));
        Packer packer = new Packer(deflaters);
        Store store = new Store(scope, packer, judges, json);
        store.observed(new Observation(witness, new Chronicle.Place(key.trust(), scope.cluster(), scope.kind().id(), key.principal()), scope));
        Carrier carrier = new Carrier(principal -> new Wire(
                transport, principal, scope, () -> trust.apply(principal, scope.cluster()).equals(key.trust())));
        Side side = new Side(cluster, carrier, key, scope);
        return new Running(key, store, carrier, new Upstream(store, new Tables(scope, packer), pace, side, mayWatch));
    }

    /**
     * What feeds a store of one principal's own without a watch.
     *
     * @param digest of the cluster that is meant
     */
    Reader.Tools tools(Principal principal, Scope scope, String digest, BooleanSupplier alive, Consumer<Problem> lost) {
        Packer packer = new Packer(deflaters);
        Wire wire = new Wire(transport, principal, scope, () -> trust.apply(principal, scope.cluster()).equals(digest));
        return new Reader.Tools(new Store(scope, packer, judges, json), new Tables(scope, packer), wire, pace, alive, () -> weather.unsettled(scope.cluster()), lost);
    }

    /** Permits to list at a cluster. */
    Semaphore lists(String cluster) {
        return clusters.computeIfAbsent(cluster, id -> new ClusterSide(pace)).lists;
    }

    synchronized void release(Running.Seat seat) {
        if (seat.open().compareAndSet(true, false)) {
            seat.running().rise(seat);
        }
    }

    /** What an upstream sees of us. */
    private final class Side implements Surroundings {
        private final ClusterSide cluster;
        private final Carrier carrier;
        private final Key key;
        private final Scope scope;

        Side(ClusterSide cluster, Carrier carrier, Key key, Scope scope) {
            this.cluster = cluster;
            this.carrier = carrier;
            this.key = key;
            this.scope = scope;
        }

        @Override
        public ClusterSide shared() {
            return cluster;
        }

        @Override
        public Carrier carrier() {
            return carrier;
        }

        @Override
        public boolean sole() {
            return !key.shared();
        }

        @Override
        public boolean unsettled() {
            return weather.unsettled(scope.cluster());
        }

        @Override
        public void grown() {
            trim();
        }

        @Override
        public void refused(Wire wire, Problem why) {
            carrier.refused(wire).ifPresent(principal -> Thread.ofVirtual().name("live-refused").start(() -> {
                vetting.refused(principal, scope, why);
                running(key, carrier).ifPresent(Stores.this::handOver);
            }));
        }
    }

    private synchronized Optional<Running> running(Key key, Carrier carrier) {
        return Optional.ofNullable(entries.get(key)).filter(running -> running.carrier == carrier);
    }

    // ---- who carries

    /** Looks for one who has joined and may go on with the upstream, on a thread of its own. */
    private void handOver(Running running) {
        if (running.handing.compareAndSet(false, true)) {
            Thread.ofVirtual().name("live-carrier").start(() -> {
                try {
                    boolean more = true;
                    while (more && running.carrier.wanting()) {
                        more = next(running);
                    }
                } finally {
                    running.handing.set(false);
                }
            });
        }
    }

    /** @return whether another has to be tried */
    private boolean next(Running running) {
        Optional<Principal> candidate = running.carrier.candidate();
        if (candidate.isEmpty()) {
            // Nobody is left whose right covers the whole store.
            List<Running.Seat> guests;
            synchronized (this) {
                guests = running.guests();
            }
            guests.forEach(seat -> seat.moved().run());
            return false;
        }
        return switch (vetting.vet(candidate.get(), running.store.scope(), running.key.trust())) {
            case YES -> {
                boolean busy = running.carrier.busy();
                if (running.carrier.hand(candidate.get()) && busy) {
                    running.turn();
                }
                yield true;
            }
            case NO -> {
                running.carrier.refuse(candidate.get());
                yield true;
            }
            case LATER -> {
                running.store.aged(Age.now(Age.State.UNREACHABLE, "nobody's right to see it can be confirmed now"));
                yield false;
            }
        };
    }

    /** Nothing is sent as that principal any more; what only they used ends. */
    void dismiss(String principal) {
        List<Running> orphaned = new ArrayList<>();
        synchronized (this) {
            entries.values().removeIf(running -> {
                boolean carried = running.carrier.dismiss(principal);
                boolean ends = running.key.principal().equals(principal) || carried && running.users() == 0;
                if (ends) {
                    running.end();
                } else if (carried) {
                    running.turn();
                    orphaned.add(running);
                }
                return ends;
            });
        }
        orphaned.forEach(this::handOver);
    }

    /** Ends a principal's own store at once: they may not see it any more. */
    synchronized void drop(Principal principal, Scope scope, String digest) {
        Running own = entries.remove(Key.of(principal, scope, Verdict.granted(true, false, digest)));
        if (own != null) {
            own.end();
        }
    }

    // ---- the clock, and what changes around

    /** What does not fit into memory leaves; who uses it joins again, or reads it page by page. */
    private void trim() {
        List<Running.Seat> moved = new ArrayList<>();
        synchronized (this) {
            for (Running one : room.leaving(entries.values())) {
                entries.remove(one.key);
                moved.addAll(one.seats());
                one.end();
            }
        }
        if (!moved.isEmpty()) {
            Thread.ofVirtual().name("live-room").start(() -> moved.forEach(seat -> seat.moved().run()));
        }
    }

    /** Called about once a second. */
    void tick() {
        judges.forget();
        trim();
        List<Running> wanting = new ArrayList<>();
        long moved = 0;
        boolean listing = false;
        synchronized (this) {
            for (Running running : entries.values()) {
                moved += running.store.takeListed() + (running.idle(pace.idle().toNanos()) ? running.store.bytes() : 0);
                listing |= running.store.listing();
            }
            entries.values().removeIf(running -> {
                boolean leaves = running.idle(pace.idle().toNanos());
                if (leaves) {
                    running.end();
                } else {
                    running.check();
                    if (running.users() > 0 && running.carrier.wanting()) {
                        wanting.add(running);
                    }
                }
                return leaves;
            });
        }
        wanting.forEach(this::handOver);
        airing.tick(moved, listing, System.nanoTime());
    }

    /** Breaks the connections to a cluster that is said to be down, so that its stores find out. */
    void cut(String cluster) {
        of(key -> key.cluster().equals(cluster)).forEach(Running::cut);
    }

    /** The cluster answers again: who waits for it need not wait longer. */
    void nudge(String cluster) {
        of(key -> key.cluster().equals(cluster)).forEach(Running::nudge);
    }

    /** The cluster is no longer there, or is another one: what came from another than {@code digest} ends. */
    synchronized void end(String cluster, Predicate<String> digest) {
        entries.entrySet().removeIf(entry -> {
            boolean ends = entry.getKey().cluster().equals(cluster) && digest.test(entry.getKey().trust());
            if (ends) {
                entry.getValue().store.aged(Age.now(Age.State.GONE, "the cluster was removed"));
                entry.getValue().end();
            }
            return ends;
        });
    }

    private synchronized List<Running> of(Predicate<Key> wanted) {
        return entries.values().stream().filter(running -> wanted.test(running.key)).toList();
    }

    /** Whether a principal's own store, or the one that they would share, is there already. */
    synchronized boolean warm(Principal principal, Scope scope, Verdict verdict) {
        Running running = entries.get(Key.of(principal, scope, verdict));
        return running != null && !running.over();
    }

    /** After a switch: kinds whose judges changed are judged again. */
    void switched(Table before, Table now) {
        Map<String, Boolean> differs = new HashMap<>();
        for (Running running : of(key -> true)) {
            Scope scope = running.store.scope();
            boolean again = differs.computeIfAbsent(
                    scope.kind().id(), id -> !judges.judged(before, scope.kind()).equals(judges.judges(now, scope.kind())));
            if (again) {
                running.store.judgeAgain();
            }
        }
        judges.forget();
    }

    /** For dump and meters; no names of users. */
    synchronized List<Map<String, Object>> state() {
        List<Map<String, Object>> out = new ArrayList<>();
        for (Running running : entries.values()) {
            out.add(running.state());
        }
        return out;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            entries.values().forEach(Running::end);
            entries.clear();
        }
        deflaters.close();
    }
}
