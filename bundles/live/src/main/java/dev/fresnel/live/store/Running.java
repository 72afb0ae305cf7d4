package dev.fresnel.live.store;

import dev.fresnel.spi.principal.Principal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** One store with its upstream, its threads and everybody who sits at it; all but the threads is guarded by {@link Stores}. */
final class Running {
    final Stores.Key key;
    final Store store;
    final Carrier carrier;
    final AtomicBoolean handing = new AtomicBoolean();
    private final Upstream upstream;
    private final Set<Seat> seats = new LinkedHashSet<>();
    private final Thread reader;
    private final Thread applier;
    private long idleSince = System.nanoTime();

    Running(Stores.Key key, Store store, Carrier carrier, Upstream upstream) {
        this.key = key;
        this.store = store;
        this.carrier = carrier;
        this.upstream = upstream;
        String name = key.cluster() + "-" + store.scope().kind().id();
        applier = Thread.ofVirtual().name("live-apply-" + name).start(store::run);
        reader = Thread.ofVirtual().name("live-read-" + name).start(upstream::run);
    }

    /**
     * One principal's use of the store.
     *
     * @param carries whether its right covers all of it, so that its credential may feed the store
     * @param moved called when another store must serve it
     */
    record Seat(Running running, Principal principal, boolean carries, AtomicBoolean open, Runnable moved) {
        Store store() {
            return running.store;
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    Seat sit(Principal principal, boolean carries, Runnable moved) {
        Seat seat = new Seat(this, principal, carries, new AtomicBoolean(true), moved);
        seats.add(seat);
        store.observation().held(true);
        if (carries) {
            carrier.join(principal);
        }
        return seat;
    }

    void rise(Seat seat) {
        if (seats.remove(seat)) {
            if (seat.carries()) {
                carrier.leave(seat.principal());
            }
            if (seats.isEmpty()) {
                store.observation().held(false);
                idleSince = System.nanoTime();
            }
        }
    }

    /** Those who sit here without a right to all of it. */
    List<Seat> guests() {
        return seats.stream().filter(seat -> !seat.carries()).toList();
    }

    int users() {
        return seats.size();
    }

    /** Since when (ns) nobody sits here; while somebody does it means nothing. */
    long idleSince() {
        return idleSince;
    }

    /** Everybody who sits here. */
    List<Seat> seats() {
        return List.copyOf(seats);
    }

    boolean idle(long nanos) {
        return seats.isEmpty() && System.nanoTime() - idleSince > nanos;
    }

    boolean over() {
        return store.age().state().last();
    }

    /** Breaks the connection and whatever the upstream does or waits for; it goes on as whoever carries now. */
    void turn() {
        upstream.cut();
        reader.interrupt();
    }

    /** Breaks the connection only. */
    void cut() {
        upstream.cut();
    }

    void nudge() {
        upstream.nudge();
    }

    void check() {
        upstream.check();
    }

    /** For dump and meters; no names of users. */
    Map<String, Object> state() {
        Scope scope = store.scope();
        Age age = store.age();
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("cluster", scope.cluster());
        one.put("resource", scope.kind().id());
        one.put("namespace", scope.namespace());
        one.put("shared", key.shared());
        one.put("carrier", carrier.prefix());
        one.put("joined", carrier.joined());
        one.put("handovers", carrier.handovers());
        one.put("state", age.state().word());
        one.put("since", age.since());
        one.put("detail", age.detail());
        one.put("rows", store.size());
        one.put("bytes", store.bytes());
        one.put("changes", store.applied());
        one.put("lagMillis", store.lag() / 1_000_000);
        one.put("users", users());
        one.put("readers", store.readers());
        return one;
    }

    void end() {
        store.observation().end();
        upstream.stop();
        reader.interrupt();
        applier.interrupt();
    }
}
