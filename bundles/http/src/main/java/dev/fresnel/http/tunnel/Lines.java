package dev.fresnel.http.tunnel;

import dev.fresnel.spi.transport.Address;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Connections that wait for their next request, for each API server and each credential apart. */
final class Lines {
    private static final long LONGEST_REST = TimeUnit.SECONDS.toNanos(60);
    private static final int MOST_RESTING = 32;

    /** Nobody gets an answer over a connection that somebody else has used. @param who key of a principal */
    record Key(Address address, String who) {}

    private final Map<Key, ConcurrentLinkedDeque<Line>> resting = new ConcurrentHashMap<>();
    private final Dialer dialer;
    private volatile boolean closed;

    Lines(Dialer dialer) {
        this.dialer = dialer;
    }

    /**
     * Gives a connection, or says why there is none; at once, or later on another thread.
     *
     * @param freshest nanoseconds that it may have rested; 0 = a new one
     */
    void take(Key key, long freshest, BiConsumer<@Nullable Line, @Nullable Throwable> then) {
        ConcurrentLinkedDeque<Line> some = freshest == 0 ? null : resting.get(key);
        long now = some == null ? 0 : System.nanoTime();
        for (Line line = some == null ? null : some.pollFirst(); line != null; line = some.pollFirst()) {
            if (now - line.idleSince() > freshest) {
                line.end(); // the others have rested longer
            } else if (line.take()) {
                then.accept(line, null);
                return;
            }
        }
        dialer.dial(this, key, then);
    }

    /** Most recently used first. */
    void giveBack(Line line) {
        if (closed) {
            line.end();
            return;
        }
        line.rest(System.nanoTime());
        resting.compute(line.key(), (key, known) -> {
            var some = known == null ? new ConcurrentLinkedDeque<Line>() : known;
            some.addFirst(line);
            return some;
        });
    }

    void forget(Line line) {
        var some = resting.get(line.key());
        if (some != null) {
            some.remove(line);
        }
    }

    /** Ends those that rested for long, and those that are too many. */
    void sweep(long now) {
        for (Key key : resting.keySet()) {
            resting.computeIfPresent(key, (same, some) -> {
                for (Line last = some.peekLast(); last != null; last = some.peekLast()) {
                    if (some.size() <= MOST_RESTING && now - last.idleSince() < LONGEST_REST) {
                        break;
                    }
                    some.remove(last);
                    last.end();
                }
                return some.isEmpty() ? null : some;
            });
        }
    }

    int count() {
        return resting.values().stream().mapToInt(ConcurrentLinkedDeque::size).sum();
    }

    void close() {
        closed = true;
        resting.values().forEach(some -> some.forEach(Line::end));
        resting.clear();
    }
}
