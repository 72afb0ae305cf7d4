package dev.fresnel.live.rows;

import dev.fresnel.spi.principal.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What clients held that are gone or may be, so that they can come back and go on (rule R12). */
final class Resumes {
    private static final Duration STAY = Duration.ofMinutes(2);

    /** Of one principal; a page has a few. */
    private static final int MOST_EACH = 100;

    /** Rows that are kept for all who are gone; the oldest go first. */
    private static final int MOST_ROWS = 100_000;

    private final ScheduledExecutorService clock;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    Resumes(ScheduledExecutorService clock) {
        this.clock = clock;
    }

    /** @param owner who tells it more; null = nobody, it is parked since {@code at} */
    private record Entry(Held held, @Nullable RowsChannel owner, long at) {
        boolean parked() {
            return owner == null;
        }
    }

    synchronized void use(Held held, RowsChannel owner) {
        entries.put(held.id(), new Entry(held, owner, System.nanoTime()));
    }

    /** The channel has ended; its client may come back. */
    synchronized void park(Held held, RowsChannel owner) {
        Entry entry = entries.get(held.id());
        if (entry == null || entry.owner != owner) {
            return;
        }
        entries.remove(held.id());
        if (!held.empty()) {
            entries.put(held.id(), new Entry(held, null, System.nanoTime()));
            sweep();
            later();
        }
    }

    private void later() {
        try {
            clock.schedule(this::sweep, STAY.toMillis() + 1000, TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.RejectedExecutionException ended) {
            entries.clear();
        }
    }

    synchronized void drop(Held held) {
        entries.remove(held.id());
    }

    private synchronized void sweep() {
        long now = System.nanoTime();
        entries.values().removeIf(entry -> entry.parked() && now - entry.at > STAY.toNanos());
        Map<String, Integer> each = new HashMap<>();
        int rows = 0;
        List<String> newestFirst = new ArrayList<>(entries.keySet()).reversed();
        for (String id : newestFirst) {
            Entry entry = entries.get(id);
            if (entry.parked()) {
                rows += entry.held.size();
                int mine = each.merge(entry.held.principal(), 1, Integer::sum);
                if (rows > MOST_ROWS || mine > MOST_EACH) {
                    entries.remove(id);
                }
            }
        }
    }

    /** What that revision stands for, once; empty when it is unknown, another's, or of another question. */
    Optional<Held> claim(Principal principal, String token, String question) {
        int dot = token.indexOf('.');
        if (dot <= 0 || !token.substring(dot + 1).matches("\\d{1,18}")) {
            return Optional.empty();
        }
        long revision = Long.parseLong(token.substring(dot + 1));
        Entry entry;
        synchronized (this) {
            entry = entries.get(token.substring(0, dot));
            boolean right = entry != null && entry.held.principal().equals(principal.key()) && entry.held.question().equals(question);
            if (!right) {
                return Optional.empty();
            }
            entries.remove(entry.held.id());
        }
        if (entry.owner != null) {
            // The connection broke and the server has not noticed yet.
            entry.owner.replaced();
        }
        if (!entry.held.knows(revision)) {
            return Optional.empty();
        }
        entry.held.resume(revision);
        return Optional.of(entry.held);
    }

    /** For the dump. */
    synchronized int parked() {
        return (int) entries.values().stream().filter(Entry::parked).count();
    }
}
