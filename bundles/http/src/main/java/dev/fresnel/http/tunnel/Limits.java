package dev.fresnel.http.tunnel;

import dev.fresnel.api.plugin.Problem;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How much one user may have open at once; 0 = any number.
 *
 * @param requests under way, streams included
 * @param streams exec, attach, port-forward, watches and logs that are followed
 */
record Limits(int requests, int streams, Map<String, AtomicInteger> open) {
    Limits(int requests, int streams) {
        this(requests, streams, new ConcurrentHashMap<>());
    }

    /** @throws Problem LIMITED when it is one too many; else say {@link #leave} once */
    void enter(String who, boolean lasting) {
        enter(who, requests, "requests");
        if (lasting) {
            try {
                enter("streams " + who, streams, "streams");
            } catch (Problem problem) {
                leave(who);
                throw problem;
            }
        }
    }

    private void enter(String key, int most, String what) {
        if (most == 0) {
            return;
        }
        AtomicInteger now = open.compute(key, (same, count) -> {
            AtomicInteger known = count == null ? new AtomicInteger() : count;
            known.incrementAndGet();
            return known;
        });
        if (now.get() > most) {
            leave(key);
            throw new Problem(
                    Problem.Kind.LIMITED, "TOO_MANY_OPEN", "You have " + most + " " + what + " open, which is as many as one user may have.",
                    Map.of("what", what, "most", most), null);
        }
    }

    void leave(String who, boolean lasting) {
        leave(who);
        if (lasting) {
            leave("streams " + who);
        }
    }

    private void leave(String key) {
        open.computeIfPresent(key, (same, count) -> count.decrementAndGet() <= 0 ? null : count);
    }
}
