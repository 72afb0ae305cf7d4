package dev.fresnel.live.store;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.live.store.Running.Seat;
import dev.fresnel.spi.principal.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The one door to rows (rules R5, R6, R9, R10, R17): asks the API server with the principal's own credential whether it may list
 * and watch exactly what the upstream asks for, hands out what may be seen, asks again while it is seen, and takes it back.
 */
public final class Gate implements Vetting {
    private static final Pass PASS = new Pass();

    private final Judgement judgement;
    private final Stores stores;
    private final Pace pace;
    private final Map<Place, Grant> grants = new ConcurrentHashMap<>();
    private final Set<Alone> single = ConcurrentHashMap.newKeySet();
    private volatile Predicate<Principal> alive = principal -> true;
    private volatile Consumer<Principal> refused = principal -> {};

    Gate(Judgement judgement, Stores stores, Pace pace) {
        this.judgement = judgement;
        this.stores = stores;
        this.pace = pace;
    }

    /** Nobody else can make one. */
    static final class Pass {
        private Pass() {}
    }

    /** Whose standing where. */
    private record Place(String principal, String cluster, String apiVersion, String resource, String namespace) {
        static Place of(Principal principal, Scope scope) {
            return new Place(
                    principal.key(), scope.cluster(), scope.kind().apiVersion(), scope.kind().resource(), scope.namespace());
        }
    }

    /** One principal's standing at one scope, held by everything it has open there. */
    private final class Grant {
        final Principal principal;
        final Scope scope;
        final ReentrantLock lock = new ReentrantLock();
        final List<Holder> holders = new CopyOnWriteArrayList<>();
        final AtomicBoolean asking = new AtomicBoolean();
        volatile @Nullable Verdict verdict;
        volatile boolean doubtful;
        volatile long due;

        Grant(Principal principal, Scope scope) {
            this.principal = principal;
            this.scope = scope;
        }

        /** The next review comes so early that a no can be asked twice before the time is over, and not together with those of others. */
        void note(Verdict now) {
            verdict = now;
            doubt(null);
            due = System.nanoTime() + (long) (pace.recheck().toNanos() * ThreadLocalRandom.current().nextDouble(0.6, 0.8));
        }

        void doubt(@Nullable Problem why) {
            doubtful = why != null;
            holders.forEach(holder -> holder.visible.doubt(why));
        }

        boolean held() {
            return !holders.isEmpty();
        }

        /** What was granted and somebody holds. */
        @Nullable Verdict standing() {
            Verdict now = verdict;
            return now == null || now.denied() != null || !held() ? null : now;
        }
    }

    private record Holder(Visible<Partition> visible, Seat seat, Consumer<Problem> lost) {}

    /** Whose session holds, and whom to tell that an API server does not know a credential any more. */
    void sessions(Predicate<Principal> alive, Consumer<Principal> refused) {
        this.alive = alive;
        this.refused = refused;
    }

    /** As the other, without asking anew for what this principal has open there already. */
    public Visible<Partition> join(Principal principal, Scope scope, Set<String> namespaces, Consumer<Problem> lost) {
        return join(principal, scope, namespaces, lost, false);
    }

    /**
     * Lets a principal see a scope, or says why not. Blocks while the API server is asked.
     *
     * @param namespaces which of the scope's namespaces are meant; empty = all
     * @param lost told once if the right is lost later, or is to be joined again ({@link Denial#passing}); what was handed out is dead by then
     * @param again whether to ask anew although the principal has it open: for what goes on after a pause (rule R9)
     * @throws Problem FORBIDDEN with verb, resource and namespace; UNAUTHENTICATED, MISSING, CLUSTER_DOWN, UPSTREAM_TIMEOUT
     */
    public Visible<Partition> join(Principal principal, Scope scope, Set<String> namespaces, Consumer<Problem> lost, boolean again) {
        Place place = Place.of(principal, scope);
        while (true) {
            Grant grant = grants.computeIfAbsent(place, key -> new Grant(principal, scope));
            grant.lock.lock();
            try {
                if (grants.get(place) == grant) {
                    return enter(grant, namespaces, lost, again);
                }
            } finally {
                grant.lock.unlock();
            }
        }
    }

    private Visible<Partition> enter(Grant grant, Set<String> namespaces, Consumer<Problem> lost, boolean again) {
        ensureSession(grant);
        Verdict verdict = grant.verdict;
        if (verdict == null || again || !fresh(grant, verdict)) {
            verdict = judgement.of(grant.principal, grant.scope, grant.standing());
            settle(grant, verdict);
        }
        if (verdict.denied() != null) {
            throw verdict.denied();
        }
        return hand(grant, verdict, namespaces, lost);
    }

    private void ensureSession(Grant grant) {
        if (!alive.test(grant.principal)) {
            throw Denial.session(grant.scope, "ended");
        }
    }

    private boolean fresh(Grant grant, Verdict verdict) {
        if (verdict.denied() != null) {
            return verdict.younger(pace.denial().toNanos());
        }
        return grant.held() && !grant.doubtful && verdict.younger(pace.recheck().toNanos()) && judgement.stands(grant.principal, grant.scope, verdict);
    }

    private Visible<Partition> hand(Grant grant, Verdict verdict, Set<String> namespaces, Consumer<Problem> lost) {
        Holder[] self = new Holder[1];
        Seat seat = stores.acquire(grant.principal, grant.scope, verdict, () -> moved(grant, self[0]));
        String own = grant.scope.namespace();
        Partition partition = new Partition(seat.store(), own.isEmpty() ? namespaces : Set.of(own));
        var visible = new Visible<>(PASS, partition, () -> {
            grant.holders.remove(self[0]);
            stores.release(seat);
        });
        self[0] = new Holder(visible, seat, lost);
        grant.holders.add(self[0]);
        if (!alive.test(grant.principal)) {
            visible.close();
            throw Denial.session(grant.scope, "ended");
        }
        return visible;
    }

    /**
     * Lets a principal see what is read with its own credential again and again, without a watch: single objects that it may read by
     * name, or a list page by page.
     *
     * @param digest of the cluster that is meant
     * @param lost told once when nothing of it can be read any more
     */
    Visible<Partition> alone(Principal principal, Scope scope, String digest, Function<Reader.Tools, Reader> making, Consumer<Problem> lost) {
        ensureSession(new Grant(principal, scope));
        AtomicReference<Visible<Partition>> self = new AtomicReference<>();
        Consumer<Problem> losing = problem -> {
            Visible<Partition> seen = self.getAndSet(null);
            if (seen != null) {
                seen.lose(problem);
                lost.accept(problem);
                seen.close();
            }
        };
        Reader reader = making.apply(stores.tools(principal, scope, digest, () -> alive.test(principal), losing));
        Alone alone = new Alone(principal.key(), () -> losing.accept(Denial.session(scope, "ended")));
        var visible = new Visible<>(PASS, new Partition(reader), () -> {
            single.remove(alone);
            reader.close();
        });
        self.set(visible);
        single.add(alone);
        reader.begin();
        return visible;
    }

    /** A list page by page, for it does not fit into memory. @param selector labels; {@code ""} = any */
    Visible<Partition> pages(Principal principal, Scope scope, String digest, String selector, Consumer<Problem> lost) {
        return alone(principal, scope, digest, tools -> new Pager(tools, selector, stores.lists(scope.cluster())), lost);
    }

    /** Whoever reads alone, and how that ends with the session. */
    private record Alone(String principal, Runnable ends) {}

    /** Whether the all-namespaces store is there and may be used, so that a namespace needs none of its own (rule R6). */
    public boolean warm(Principal principal, Scope scope) {
        Grant grant = grants.get(Place.of(principal, scope));
        Verdict verdict = grant == null ? null : grant.verdict;
        return verdict != null && verdict.denied() == null && stores.warm(principal, scope, verdict);
    }

    // ---- asking again

    /** Called about once a second: asks again where it is due and forgets grants that nobody holds. */
    void tick() {
        long now = System.nanoTime();
        grants.forEach((place, grant) -> {
            if (!grant.held()) {
                forget(place, grant);
            } else if (now > grant.due && grant.asking.compareAndSet(false, true)) {
                Thread.ofVirtual().name("live-gate").start(() -> {
                    try {
                        again(grant);
                    } finally {
                        grant.asking.set(false);
                    }
                });
            }
        });
    }

    private void forget(Place place, Grant grant) {
        if (!grant.lock.tryLock()) {
            return;
        }
        try {
            Verdict verdict = grant.verdict;
            boolean remembered = verdict != null && verdict.denied() != null && verdict.younger(pace.denial().toNanos());
            if (!grant.held() && !remembered) {
                grants.remove(place, grant);
            }
        } finally {
            grant.lock.unlock();
        }
    }

    private void again(Grant grant) {
        try {
            settle(grant, judgement.of(grant.principal, grant.scope, grant.standing()));
        } catch (Problem problem) {
            doubtful(grant, problem);
        }
    }

    /** Takes a verdict over; what was handed out before and does not stand is lost. */
    private void settle(Grant grant, Verdict now) {
        Verdict before = grant.verdict;
        grant.note(now);
        if (now.denied() != null) {
            boolean known = before != null && before.denied() == null;
            lose(grant, List.copyOf(grant.holders), now.denied());
            if (known && now.denied().kind() == Problem.Kind.UNAUTHENTICATED) {
                refused.accept(grant.principal);
            }
        } else if (before != null && before.denied() == null && !before.sameStore(now)) {
            lose(grant, List.copyOf(grant.holders), Denial.moved(grant.scope));
        }
    }

    /** Rule R10: rows already granted stay while the API server cannot be asked, but not for ever. */
    private void doubtful(Grant grant, Problem problem) {
        Verdict before = grant.verdict;
        boolean passing = Denial.passing(problem);
        if (passing && before != null && before.younger(pace.strict().toNanos())) {
            grant.doubt(problem);
            grant.due = System.nanoTime() + pace.recheck().toNanos() / (Weather.settling(problem) ? 20 : 3);
            return;
        }
        if (!passing) {
            settle(grant, Verdict.denied(problem));
            return;
        }
        // Nothing is denied: whoever asks again is judged again.
        grant.verdict = null;
        lose(grant, List.copyOf(grant.holders), problem);
    }

    @Override
    public Word vet(Principal principal, Scope scope, String trust) {
        Grant grant = grants.get(Place.of(principal, scope));
        if (grant == null || !grant.held() || !alive.test(principal)) {
            return Word.NO;
        }
        try {
            Verdict now = judgement.of(principal, scope, grant.standing());
            settle(grant, now);
            return now.denied() == null && now.shared() && now.trust().equals(trust) ? Word.YES : Word.NO;
        } catch (Problem problem) {
            doubtful(grant, problem);
            return Denial.passing(problem) ? Word.LATER : Word.NO;
        }
    }

    /** The API server itself refused the upstream: no need to wait for the next review. */
    @Override
    public void refused(Principal principal, Scope scope, Problem why) {
        Grant grant = grants.get(Place.of(principal, scope));
        if (grant != null) {
            settle(grant, Verdict.denied(why));
        }
    }

    // ---- taking back

    /** @param holder null while it is being made: then it will be told the next time */
    private void moved(Grant grant, @Nullable Holder holder) {
        if (holder != null) {
            lose(grant, List.of(holder), Denial.moved(grant.scope));
        }
    }

    private void lose(Grant grant, List<Holder> holders, Problem problem) {
        holders.forEach(holder -> holder.visible.lose(problem));
        holders.forEach(holder -> {
            grant.holders.remove(holder);
            stores.release(holder.seat);
            if (!holder.seat.running().key.shared()) {
                stores.drop(grant.principal, grant.scope, holder.seat.running().key.trust());
            }
        });
        holders.forEach(holder -> holder.lost.accept(problem));
    }

    /** The session of that principal has ended: nothing is seen or sent as it any more. */
    void ended(String principal, String reason) {
        grants.forEach((place, grant) -> {
            if (place.principal().equals(principal)) {
                grants.remove(place, grant);
                lose(grant, List.copyOf(grant.holders), Denial.session(grant.scope, reason));
            }
        });
        single.stream().filter(alone -> alone.principal.equals(principal)).forEach(alone -> alone.ends.run());
        stores.dismiss(principal);
    }

    /** A cluster has changed: those who may not know of it any more lose it, those to whom it is another one join again. */
    void changed(String cluster, Predicate<Principal> known) {
        List<Grant> all = new ArrayList<>();
        grants.forEach((place, grant) -> {
            if (place.cluster().equals(cluster) && grant.held()) {
                all.add(grant);
            }
        });
        for (Grant grant : all) {
            Verdict verdict = grant.verdict;
            if (!known.test(grant.principal)) {
                settle(grant, Verdict.denied(Denial.removed(grant.scope)));
            } else if (verdict != null && !judgement.stands(grant.principal, grant.scope, verdict)) {
                grant.verdict = null;
                lose(grant, List.copyOf(grant.holders), Denial.moved(grant.scope));
            }
        }
    }

    /** Kinds of a cluster that a principal has open, wherever. */
    public Set<String> open(Principal principal, String cluster) {
        Set<String> kinds = new TreeSet<>();
        grants.forEach((place, grant) -> {
            if (place.principal().equals(principal.key()) && place.cluster().equals(cluster) && grant.held()) {
                kinds.add(grant.scope.kind().id());
            }
        });
        return kinds;
    }

    /** For meters. */
    long reviews() {
        return judgement.reviews();
    }

    /** For the dump: how many scopes are open to somebody. */
    int open() {
        return (int) grants.values().stream().filter(Grant::held).count();
    }
}
