package dev.fresnel.access;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** The key in the address that is printed at the start: opens one session for whoever brings it first. */
final class LocalKey {
    private static final int SESSIONS = 1000;

    private final Seal seal;
    private final AtomicReference<String> key;
    private final Map<String, Boolean> sessions = new ConcurrentHashMap<>();

    LocalKey(Seal seal) {
        this.seal = seal;
        this.key = new AtomicReference<>(seal.secret());
    }

    /** {@code ""} once it was used. */
    String value() {
        return key.get();
    }

    /** @return the session's secret; {@code ""} when that is not the key, or no longer */
    String exchange(String brought) {
        String now = key.get();
        if (now.isEmpty() || !Seal.same(now, brought) || !key.compareAndSet(now, "")) {
            return "";
        }
        return session();
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
}
