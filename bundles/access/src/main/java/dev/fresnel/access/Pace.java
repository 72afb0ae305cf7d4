package dev.fresnel.access;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** How fast one user may ask, and how many bad tokens one address may bring; off where only this machine can come in. */
@Component(service = Pace.class)
public final class Pace {
    private static final int REMEMBERED = 20_000;
    private static final int STANDARD = 100;
    private static final int WRONG = 60;

    private final int perSecond;
    private final TimeMeter clock;
    private final LongAdder limited = new LongAdder();
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > REMEMBERED;
        }
    };

    @Activate
    public Pace(BundleContext context) {
        this(perSecond(context), TimeMeter.SYSTEM_MILLISECONDS);
    }

    /** @param perSecond requests of one user; 0 = any number */
    Pace(int perSecond, TimeMeter clock) {
        this.perSecond = perSecond;
        this.clock = clock;
    }

    private static int perSecond(BundleContext context) {
        String host = String.valueOf(context.getProperty("fresnel.host"));
        boolean loopback = host.equals("null") || host.equals("localhost") || host.startsWith("127.") || host.equals("::1") || host.equals("[::1]");
        return Optional.ofNullable(context.getProperty("fresnel.user-requests")).map(Integer::parseInt).orElse(loopback ? 0 : STANDARD);
    }

    /** @throws Problem LIMITED when this user asks too much */
    void check(Principal principal) {
        if (perSecond > 0 && principal.door() != Principal.Door.NONE) {
            take(bucket("user " + principal.key(), 2 * perSecond, perSecond, Duration.ofSeconds(1)), "TOO_MANY_REQUESTS");
        }
    }

    /** @throws Problem LIMITED when too many bad tokens came from there lately */
    void checkWrong(String address) {
        Bucket bucket = wrongs(address);
        if (bucket.getAvailableTokens() <= 0) {
            take(bucket, "TOO_MANY_ATTEMPTS");
        }
    }

    /** A bad token has come from there. */
    void wrong(String address) {
        wrongs(address).tryConsume(1);
    }

    private Bucket wrongs(String address) {
        return bucket("wrong " + address, WRONG, WRONG, Duration.ofMinutes(1));
    }

    private synchronized Bucket bucket(String whose, int capacity, int refill, Duration time) {
        return buckets.computeIfAbsent(whose, key -> Bucket.builder()
                .addLimit(limit -> limit.capacity(capacity).refillGreedy(refill, time))
                .withCustomTimePrecision(clock)
                .build());
    }

    private void take(Bucket bucket, String code) {
        var probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            limited.increment();
            long seconds = Math.max(1, Duration.ofNanos(probe.getNanosToWaitForRefill()).plusMillis(999).toSeconds());
            throw new Problem(Problem.Kind.LIMITED, code, "That is too much at once: try again in " + seconds + " s.", Map.of("retryAfter", seconds), null);
        }
    }

    long limited() {
        return limited.sum();
    }
}
