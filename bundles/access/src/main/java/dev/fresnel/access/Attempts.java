package dev.fresnel.access;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.http.RootRequest;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Bounds wrong sign-ins: of one address, and of one name wherever they come from. Each wrong one is answered late, one by one of
 * an address, so that a restart, which forgets the counters, brings a guesser nothing.
 */
@Component(service = Attempts.class)
public final class Attempts {
    static final Duration DELAY = Duration.ofMillis(400);
    private static final int REMEMBERED = 20_000;
    private static final int WAITING = 200;

    private final int perMinute;
    private final Duration delay;
    private final Semaphore waiting = new Semaphore(WAITING);
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > REMEMBERED;
        }
    };

    @Activate
    public Attempts(BundleContext context) {
        this(Optional.ofNullable(context.getProperty("fresnel.sign-in-attempts")).map(Integer::parseInt).orElse(5), DELAY);
    }

    /** @param perMinute 0 = no limit */
    Attempts(int perMinute, Duration delay) {
        this.perMinute = perMinute;
        this.delay = delay;
    }

    /**
     * Tries once.
     *
     * @param name whom the attempt claims to be, {@code ""} when it does not say
     * @param attempt empty, UNAUTHENTICATED or MISSING when it was wrong
     * @throws Problem LIMITED when too many were wrong lately
     */
    <T> Optional<T> of(RootRequest request, String name, Supplier<Optional<T>> attempt) throws InterruptedException {
        Bucket address = bucket("address " + request.remote());
        Optional<Bucket> claimed = name.isEmpty() ? Optional.empty() : Optional.of(bucket("name " + name));
        take(address);
        claimed.ifPresent(bucket -> takeElse(bucket, address));
        boolean wrong = true;
        try {
            Optional<T> outcome = attempt.get();
            wrong = outcome.isEmpty();
            return outcome;
        } catch (Problem problem) {
            wrong = problem.kind() == Problem.Kind.UNAUTHENTICATED || problem.kind() == Problem.Kind.MISSING;
            throw problem;
        } finally {
            if (!wrong) {
                address.addTokens(1);
                claimed.ifPresent(bucket -> bucket.addTokens(1));
            } else {
                pause();
            }
        }
    }

    private synchronized Bucket bucket(String whose) {
        int capacity = perMinute == 0 ? Integer.MAX_VALUE : perMinute;
        return buckets.computeIfAbsent(whose, key -> Bucket.builder()
                .addLimit(limit -> limit.capacity(capacity).refillIntervally(capacity, Duration.ofMinutes(1)))
                .build());
    }

    private static void take(Bucket bucket) {
        var probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw tooMany(Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    private static void takeElse(Bucket bucket, Bucket back) {
        try {
            take(bucket);
        } catch (Problem problem) {
            back.addTokens(1);
            throw problem;
        }
    }

    static Problem tooMany(Duration wait) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        return new Problem(
                Problem.Kind.LIMITED, "TOO_MANY_ATTEMPTS", "Too many attempts: try again in " + seconds + " s.", Map.of("retryAfter", seconds), null);
    }

    /** When many wait already, waiting longer would only cost us. */
    private void pause() throws InterruptedException {
        if (waiting.tryAcquire()) {
            try {
                Thread.sleep(delay);
            } finally {
                waiting.release();
            }
        }
    }

    synchronized int remembered() {
        return buckets.size();
    }
}
