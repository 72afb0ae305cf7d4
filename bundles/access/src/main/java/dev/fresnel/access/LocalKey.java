package dev.fresnel.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Keys in addresses: each opens one session for whoever brings it first. That of the start waits as long as it takes, others ten minutes. */
@Component(service = LocalKey.class)
public final class LocalKey {
    private static final long LIFE = Duration.ofMinutes(10).toNanos();
    private static final int SESSIONS = 1000;
    private static final int LINKS = 100;

    private final Seal seal;
    private final LongSupplier clock;
    private final Map<String, Boolean> sessions = new ConcurrentHashMap<>();
    private final LinkedHashMap<String, Long> links = new LinkedHashMap<>();
    private String first;

    @Activate
    public LocalKey(@Reference Seal seal) {
        this(seal, System::nanoTime);
    }

    LocalKey(Seal seal, LongSupplier clock) {
        this.seal = seal;
        this.clock = clock;
        this.first = seal.secret();
    }

    /** The key of the start; {@code ""} once it was used. */
    synchronized String value() {
        return first;
    }

    /** Another one. */
    synchronized String fresh() {
        String key = seal.secret();
        if (links.size() >= LINKS) {
            links.remove(links.firstEntry().getKey());
        }
        links.put(seal.digest(key), clock.getAsLong() + LIFE);
        return key;
    }

    /** @return the session's secret; {@code ""} when that is not a key, or no longer */
    synchronized String exchange(String brought) {
        if (!first.isEmpty() && Seal.same(first, brought)) {
            first = "";
            return session();
        }
        Long end = links.remove(seal.digest(brought));
        return end != null && end - clock.getAsLong() >= 0 ? session() : "";
    }

    private String session() {
        String secret = seal.secret();
        if (sessions.size() < SESSIONS) {
            sessions.put(seal.digest(secret), true);
        }
        return secret;
    }

    boolean opens(String session) {
        return sessions.containsKey(seal.digest(session));
    }

    void close(String session) {
        sessions.remove(seal.digest(session));
    }
}
