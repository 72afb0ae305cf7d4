package dev.fresnel.access.session;

import dev.fresnel.access.home.ApiServers;
import dev.fresnel.access.home.Verdict;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.principal.Sessions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens that are in use. Each is asked about again every half minute while somebody has something open with it, and ends at
 * its own time: our clock may be wrong, so that from then on its API server is asked, for fifty seconds at most.
 */
@Component(service = {Sessions.class, SessionBook.class})
public final class SessionBook implements Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(SessionBook.class);
    private static final Duration BEAT = Duration.ofSeconds(5);
    private static final Duration GRACE = Duration.ofSeconds(50);
    private static final long USED = Duration.ofMinutes(1).toNanos();
    private static final long FORGOTTEN = Duration.ofMinutes(15).toNanos();
    private static final int MOST = 20_000;

    private final TokenChecks checks;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Map<String, Held> held = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private @Nullable ScheduledExecutorService pulse;
    private final Executor threads;
    private boolean closed;

    /** A token in use. */
    private static final class Held {
        final Principal principal;
        final String cluster;
        final Instant end;
        volatile long used;
        volatile long checked;
        volatile boolean asking;
        /** Whether its cluster has said yes since it is here. */
        volatile boolean accepted;
        volatile @Nullable End ended;

        Held(Principal principal, String cluster, Instant end, long now) {
            this.principal = principal;
            this.cluster = cluster;
            this.end = end;
            this.used = now;
            this.checked = now;
        }
    }

    @Activate
    public SessionBook(@Reference ApiServers servers) {
        this(servers, Clock.systemUTC(), System::nanoTime, task -> Thread.ofVirtual().name("session-check").start(task));
    }

    /** For tests: nothing happens by itself. */
    public static SessionBook byHand(ApiServers servers, InstantSource clock, LongSupplier nanos) {
        return new SessionBook(servers, clock, nanos, Runnable::run);
    }

    /** For tests: nothing happens by itself, {@link #beat} does it. */
    SessionBook(ApiServers servers, InstantSource clock, LongSupplier nanos, Executor threads) {
        this.threads = threads;
        this.checks = new TokenChecks(servers, nanos, clock);
        this.clock = clock;
        this.nanos = nanos;
    }

    /**
     * Asks the cluster whose token it is.
     *
     * @param end when the token says that it ends, {@link Instant#MAX} when it does not
     * @throws Problem UNAUTHENTICATED when the cluster does not take it, or its time is over; CLUSTER_DOWN, UPSTREAM_TIMEOUT
     */
    public Verdict.Accepted admit(Principal candidate, String cluster, Instant end) {
        Verdict verdict = checks.verdict(candidate, cluster);
        if (verdict instanceof Verdict.Accepted accepted) {
            String name = accepted.name().isEmpty() ? candidate.name() : accepted.name();
            hold(new Principal(candidate.key(), name, candidate.door(), candidate.token()), cluster, end).accepted = true;
            return accepted;
        }
        Held known = held.get(candidate.key());
        if (known != null && known.accepted && known.cluster.equals(cluster)) {
            finish(known, End.REFUSED);
        }
        throw new Problem(
                Problem.Kind.UNAUTHENTICATED, "TOKEN_REFUSED", "The cluster “" + cluster + "” does not take this token.", Map.of("cluster", cluster), null);
    }

    /** Its API server judges this token itself, now; from here on it is watched like any other. */
    public void use(Principal candidate, String cluster, Instant end) {
        hold(candidate, cluster, end);
    }

    private Held hold(Principal principal, String cluster, Instant end) {
        Held known = held.get(principal.key());
        long now = nanos.getAsLong();
        if (known != null && known.ended == null) {
            known.used = now;
            return known;
        }
        var fresh = new Held(principal, cluster, end, now);
        if (held.size() < MOST) {
            held.put(principal.key(), fresh);
            begin();
        }
        return fresh;
    }

    private synchronized void begin() {
        if (pulse == null && !closed && clock instanceof Clock) {
            pulse = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("sessions").daemon().factory());
            pulse.scheduleAtFixedRate(this::beat, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Whether what that cluster says of it is known without asking. */
    public boolean judged(Principal candidate, String cluster) {
        return checks.judged(candidate, cluster);
    }

    /** Whether a cluster has accepted it, or was to, and it has not ended since. */
    public boolean known(Principal candidate) {
        Held one = held.get(candidate.key());
        return one != null && one.ended == null;
    }

    /** What clusters have said of this principal, by cluster. */
    public List<Standing> standings(Principal principal) {
        return checks.said(principal).stream().map(said -> new Standing(said.cluster(), said.verdict())).toList();
    }

    /** What one cluster says of a token. */
    public record Standing(String cluster, Verdict verdict) {}

    /** When it ends by what it says of itself. */
    public Optional<Instant> expires(Principal principal) {
        return Optional.ofNullable(held.get(principal.key())).map(one -> one.end).filter(end -> !end.equals(Instant.MAX));
    }

    @Override
    public boolean live(Principal principal) {
        Held one = held.get(principal.key());
        if (one == null) {
            return true; // the local user; or nobody has used it for long
        }
        one.used = nanos.getAsLong();
        return one.ended == null;
    }

    @Override
    public AutoCloseable watch(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void end(Principal principal, End why) {
        if (principal.token().isEmpty()) {
            tell(principal, why);
            return;
        }
        Held one = held.computeIfAbsent(principal.key(), key -> new Held(principal, "", Instant.MAX, nanos.getAsLong()));
        if (why == End.REFUSED && !one.cluster.isEmpty()) {
            doubt(one); // another cluster than its own may have said so
        } else {
            finish(one, why);
        }
    }

    private void doubt(Held one) {
        if (one.ended == null && !one.asking) {
            one.asking = true;
            checks.doubt(one.principal);
            threads.execute(() -> ask(one, false));
        }
    }

    private void finish(Held one, End why) {
        synchronized (one) {
            if (one.ended != null) {
                return;
            }
            one.ended = why;
        }
        tell(one.principal, why);
    }

    private void tell(Principal principal, End why) {
        LOG.info("The session of {} has ended: {}", principal.name(), why.word());
        for (Listener listener : listeners) {
            try {
                listener.ended(principal, why);
            } catch (RuntimeException e) {
                LOG.error("A listener failed on the end of a session", e);
            }
        }
    }

    /** Each five seconds. */
    void beat() {
        long now = nanos.getAsLong();
        for (Held one : List.copyOf(held.values())) {
            if (now - one.used > FORGOTTEN) {
                held.remove(one.principal.key(), one);
            } else if (one.ended == null) {
                look(one, now);
            }
        }
    }

    private void look(Held one, long now) {
        Instant time = clock.instant();
        boolean over = time.isAfter(one.end);
        if (over && time.isAfter(one.end.plus(GRACE))) {
            finish(one, End.EXPIRED);
            return;
        }
        boolean inUse = now - one.used < USED;
        long every = over || checks.doubtful(one.principal, one.cluster) ? BEAT.toNanos() : TokenChecks.GOOD.toNanos();
        if (inUse && !one.asking && now - one.checked >= every && !one.cluster.isEmpty()) {
            one.asking = true;
            one.checked = now;
            threads.execute(() -> ask(one, over));
        }
    }

    private void ask(Held one, boolean over) {
        try {
            if (checks.verdict(one.principal, one.cluster) instanceof Verdict.Refused) {
                finish(one, over ? End.EXPIRED : End.REFUSED);
            }
        } catch (RuntimeException e) {
            LOG.debug("{} could not be asked about {}: {}", one.cluster, one.principal.name(), e.toString()); // the next beat asks again
        } finally {
            one.asking = false;
        }
    }

    @Deactivate
    public synchronized void close() {
        closed = true;
        if (pulse != null) {
            pulse.shutdownNow();
        }
    }
}
