package dev.fresnel.live.store;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one door to rows (rules R5, R6, R9, R17): asks the API server with the principal's own credential whether it may list and
 * watch exactly what the upstream asks for, hands out what may be seen, asks again while it is seen, and takes it back.
 */
public final class Gate {
    private static final Pass PASS = new Pass();

    private final Review review;
    private final Wires wires;
    private final Stores stores;
    private final Pace pace;
    private final Map<Stores.Key, Grant> grants = new ConcurrentHashMap<>();

    Gate(Review review, Wires wires, Stores stores, Pace pace) {
        this.review = review;
        this.wires = wires;
        this.stores = stores;
        this.pace = pace;
    }

    /** Nobody else can make one. */
    static final class Pass {
        private Pass() {}
    }

    /** Makes the real request. */
    interface Wires {
        Wire wire(Principal principal, Scope scope);
    }

    /** What was decided at some moment. */
    private record Verdict(boolean watch, @Nullable Problem denied, long at) {
        boolean younger(long nanos) {
            return System.nanoTime() - at < nanos;
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
        volatile long due;

        Grant(Principal principal, Scope scope) {
            this.principal = principal;
            this.scope = scope;
        }

        void note(Verdict now) {
            verdict = now;
            long every = pace.recheck().toMillis();
            long jitter = ThreadLocalRandom.current().nextLong(Math.max(1, every / 5));
            due = System.nanoTime() + (every - jitter) * 1_000_000;
        }
    }

    private record Holder(Visible<Partition> visible, Consumer<Problem> lost) {}

    /**
     * Lets a principal see a scope, or says why not. Blocks while the API server is asked.
     *
     * @param namespaces which of the scope's namespaces are meant; empty = all
     * @param lost told once if the right is lost later; what was handed out is dead by then
     * @throws Problem FORBIDDEN with verb, resource and namespace; UNAUTHENTICATED, MISSING, CLUSTER_DOWN, UPSTREAM_TIMEOUT
     */
    public Visible<Partition> join(Principal principal, Scope scope, Set<String> namespaces, Consumer<Problem> lost) {
        while (true) {
            Grant grant = grants.computeIfAbsent(Stores.Key.of(principal, scope), key -> new Grant(principal, scope));
            grant.lock.lock();
            try {
                if (grants.get(Stores.Key.of(principal, scope)) == grant) {
                    return enter(grant, namespaces, lost);
                }
            } finally {
                grant.lock.unlock();
            }
        }
    }

    private Visible<Partition> enter(Grant grant, Set<String> namespaces, Consumer<Problem> lost) {
        Verdict verdict = grant.verdict;
        boolean fresh = verdict != null
                && (verdict.denied != null
                        ? verdict.younger(pace.denial().toNanos())
                        : !grant.holders.isEmpty() && verdict.younger(pace.recheck().toNanos()));
        if (verdict == null || !fresh) {
            verdict = decide(grant.principal, grant.scope);
            grant.note(verdict);
        }
        if (verdict.denied != null) {
            throw verdict.denied;
        }
        Store store = stores.acquire(grant.principal, grant.scope, verdict.watch);
        AtomicBoolean open = new AtomicBoolean(true);
        Holder[] self = new Holder[1];
        var visible = new Visible<>(PASS, new Partition(store, namespaces), () -> {
            if (open.compareAndSet(true, false)) {
                grant.holders.remove(self[0]);
                stores.release(grant.principal, grant.scope, store);
            }
        });
        self[0] = new Holder(visible, lost);
        grant.holders.add(self[0]);
        return visible;
    }

    /** Whether the all-namespaces store is there and may be used, so that a namespace needs none of its own (rule R6). */
    public boolean warm(Principal principal, Scope scope) {
        Grant grant = grants.get(Stores.Key.of(principal, scope));
        Verdict verdict = grant == null ? null : grant.verdict;
        return verdict != null && verdict.denied == null && stores.warm(principal, scope);
    }

    // ---- decisions

    /** A review that says no, or cannot be had, leaves it to the real request: the store is this principal's own. */
    private Verdict decide(Principal principal, Scope scope) {
        boolean watchable = scope.watchable();
        Review.Word list = review.may(principal, scope, "list");
        Review.Word watch = watchable ? review.may(principal, scope, "watch") : Review.Word.NO;
        if (list == Review.Word.YES && watch != Review.Word.UNKNOWN) {
            return new Verdict(watch == Review.Word.YES, null, System.nanoTime());
        }
        try {
            wires.wire(principal, scope).probe();
            return new Verdict(watch != Review.Word.NO, null, System.nanoTime());
        } catch (Refusal refusal) {
            return refused(scope, refusal);
        }
    }

    private static Verdict refused(Scope scope, Refusal refusal) {
        Problem problem =
                switch (refusal.status()) {
                    case 401 -> problem(Problem.Kind.UNAUTHENTICATED, "LIVE_UNAUTHENTICATED", scope, refusal.text());
                    case 403 -> forbidden(scope, refusal.text());
                    case 404 -> problem(Problem.Kind.MISSING, "LIVE_RESOURCE_UNKNOWN", scope, refusal.text());
                    default -> null;
                };
        if (problem == null) {
            throw new Problem(Problem.Kind.CLUSTER_DOWN, "LIVE_LIST_FAILED",
                    "The API server cannot list " + scope.kind().id() + ": " + refusal.text());
        }
        return new Verdict(false, problem, System.nanoTime());
    }

    static Problem forbidden(Scope scope, String detail) {
        String where = scope.namespace().isEmpty() ? "" : " in " + scope.namespace();
        return problem(Problem.Kind.FORBIDDEN, "LIVE_FORBIDDEN", scope,
                "You may not list " + scope.kind().id() + where + " (verb list). " + detail);
    }

    private static Problem problem(Problem.Kind kind, String code, Scope scope, String text) {
        Map<String, Object> args = new LinkedHashMap<>();
        args.put("verb", "list");
        args.put("resource", scope.kind().id());
        args.put("namespace", scope.namespace());
        args.put("cluster", scope.cluster());
        return new Problem(kind, code, text, args, null);
    }

    // ---- asking again

    /** Called about once a second: asks again where it is due and forgets grants that nobody holds. */
    void tick() {
        long now = System.nanoTime();
        grants.forEach((key, grant) -> {
            if (grant.holders.isEmpty()) {
                forget(key, grant);
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

    private void forget(Stores.Key key, Grant grant) {
        if (!grant.lock.tryLock()) {
            return;
        }
        try {
            Verdict verdict = grant.verdict;
            boolean remembered = verdict != null && verdict.denied != null && verdict.younger(pace.denial().toNanos());
            if (grant.holders.isEmpty() && !remembered) {
                grants.remove(key, grant);
            }
        } finally {
            grant.lock.unlock();
        }
    }

    private void again(Grant grant) {
        Verdict before = grant.verdict;
        Verdict now;
        try {
            now = decide(grant.principal, grant.scope);
        } catch (Problem problem) {
            now = unsure(before, problem);
            if (now == null) {
                grant.due = System.nanoTime() + pace.recheck().toNanos() / 3;
                return;
            }
        }
        grant.note(now);
        if (now.denied != null) {
            lose(grant, now.denied);
        }
    }

    /** Rule R10: rows already granted stay while the API server cannot be asked, but not for ever. */
    private @Nullable Verdict unsure(@Nullable Verdict before, Problem problem) {
        boolean final_ = problem.kind() == Problem.Kind.UNAUTHENTICATED
                || problem.kind() == Problem.Kind.MISSING
                || before == null
                || !before.younger(pace.strict().toNanos());
        return final_ ? new Verdict(false, problem, System.nanoTime()) : null;
    }

    /** The API server itself refused the upstream: no need to wait for the next review. */
    void refused(Principal principal, Scope scope, String detail) {
        Grant grant = grants.get(Stores.Key.of(principal, scope));
        if (grant != null) {
            Problem problem = forbidden(scope, detail);
            grant.note(new Verdict(false, problem, System.nanoTime()));
            lose(grant, problem);
        }
    }

    private void lose(Grant grant, Problem problem) {
        grant.lock.lock();
        List<Holder> all;
        try {
            all = new ArrayList<>(grant.holders);
            all.forEach(holder -> holder.visible.lose(problem));
            stores.drop(grant.principal, grant.scope);
        } finally {
            grant.lock.unlock();
        }
        all.forEach(holder -> holder.lost.accept(problem));
        all.forEach(holder -> holder.visible.close());
    }

    /** For meters. */
    long reviews() {
        return review.asked();
    }

    /** For the dump: how many scopes are open to somebody. */
    int open() {
        return (int) grants.values().stream().filter(grant -> !grant.holders.isEmpty()).count();
    }
}
