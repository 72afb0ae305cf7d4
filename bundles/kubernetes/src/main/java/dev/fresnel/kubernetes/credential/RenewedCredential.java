package dev.fresnel.kubernetes.credential;

import dev.fresnel.api.plugin.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A proof with an end, renewed when somebody needs it: once for all who wait, and not again right after a failure. */
abstract class RenewedCredential implements Credential {
    private static final Duration EARLY = Duration.ofSeconds(10);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    /** Who is refused with a proof that was renewed for just that reason is refused for another one. */
    private static final Duration BETWEEN_REFUSALS = Duration.ofSeconds(20);

    private final Clock clock;
    private @Nullable Renewal now;
    private @Nullable CompletableFuture<Renewal> underWay;
    private @Nullable Thread worker;
    private @Nullable Failure failure;
    private Instant failedAt = Instant.EPOCH;
    private Instant refusedAt = Instant.EPOCH;

    /** A proof and when it ends. */
    record Renewal(Proof proof, Instant expiry) {}

    RenewedCredential(Clock clock) {
        this.clock = clock;
    }

    /** Gets a new one; on a virtual thread. @throws Problem UNAUTHENTICATED when there is none */
    abstract Renewal renew() throws InterruptedException;

    abstract Problem tooSlow(Duration limit);

    @Override
    public final Proof proof(Duration limit) {
        CompletableFuture<Renewal> wait;
        synchronized (this) {
            if (now != null && fresh(now)) {
                return now.proof;
            }
            if (failure != null && clock.instant().isBefore(failedAt.plus(AFTER_FAILURE))) {
                throw failure.problem();
            }
            wait = underWay == null ? start() : underWay;
        }
        return await(wait, limit);
    }

    @Override
    public final synchronized Optional<Proof> ready() {
        return now != null && fresh(now) ? Optional.of(now.proof) : Optional.empty();
    }

    private boolean fresh(Renewal renewal) {
        return renewal.expiry.equals(Instant.MAX) || clock.instant().isBefore(renewal.expiry.minus(EARLY));
    }

    @Override
    public final boolean renewable() {
        return true;
    }

    private CompletableFuture<Renewal> start() {
        var result = new CompletableFuture<Renewal>();
        underWay = result;
        worker = Thread.ofVirtual().name("fresnel-credential").start(() -> run(result));
        return result;
    }

    private void run(CompletableFuture<Renewal> result) {
        try {
            Renewal renewal = renew();
            synchronized (this) {
                now = renewal;
                failure = null;
                underWay = null;
            }
            result.complete(renewal);
        } catch (Problem e) {
            fail(result, e);
        } catch (InterruptedException e) {
            fail(result, new Problem(Problem.Kind.UNAUTHENTICATED, "CREDENTIAL_GONE", "The cluster is no longer configured."));
        } catch (RuntimeException e) {
            fail(result, new Problem(Problem.Kind.BUG, "CREDENTIAL_FAILED", "Signing in failed: " + e, Map.of(), e));
        } finally {
            ended();
        }
    }

    /** A thread too holds the class loader of whoever began it. */
    private synchronized void ended() {
        if (worker == Thread.currentThread()) {
            worker = null;
        }
    }

    private void fail(CompletableFuture<Renewal> result, Problem problem) {
        synchronized (this) {
            failure = Failure.of(problem);
            failedAt = clock.instant();
            underWay = null;
        }
        result.completeExceptionally(problem);
    }

    private Proof await(CompletableFuture<Renewal> wait, Duration limit) {
        try {
            return wait.get(limit.toMillis(), TimeUnit.MILLISECONDS).proof;
        } catch (TimeoutException e) {
            throw tooSlow(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(Problem.Kind.UPSTREAM_TIMEOUT, "INTERRUPTED", "The request was given up.", Map.of(), e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Problem problem ? problem : new IllegalStateException(e.getCause());
        }
    }

    @Override
    public final synchronized boolean refused(Proof refused) {
        if (now == null || !now.proof.authorization().equals(refused.authorization())) {
            return true; // Somebody was faster.
        }
        if (clock.instant().isBefore(refusedAt.plus(BETWEEN_REFUSALS))) {
            return false;
        }
        refusedAt = clock.instant();
        now = null;
        return true;
    }

    @Override
    public synchronized void close() {
        if (worker != null) {
            worker.interrupt();
        }
    }
}
