package dev.fresnel.http.live;

import dev.fresnel.spi.principal.Principal;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Tickets that let a page open its WebSocket once, within 30 s, as the principal that asked for it. */
public final class Tickets {
    private static final long LIFE = Duration.ofSeconds(30).toNanos();
    private static final int MOST = 10_000;
    private static final int BYTES = 24;

    private record Ticket(Principal principal, long end) {}

    private final SecureRandom random = new SecureRandom();
    private final LongSupplier clock;
    private final LinkedHashMap<String, Ticket> open = new LinkedHashMap<>();

    /** @param clock nanoseconds, as of {@link System#nanoTime} */
    public Tickets(LongSupplier clock) {
        this.clock = clock;
    }

    public synchronized String issue(Principal principal) {
        long now = clock.getAsLong();
        open.values().removeIf(ticket -> ticket.end() - now < 0);
        if (open.size() >= MOST) {
            open.remove(open.firstEntry().getKey());
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        open.put(text, new Ticket(principal, now + LIFE));
        return text;
    }

    /** Takes the ticket; empty when it is unknown, used or too old. */
    public synchronized Optional<Principal> use(String text) {
        return Optional.ofNullable(open.remove(text))
                .filter(ticket -> ticket.end() - clock.getAsLong() >= 0)
                .map(Ticket::principal);
    }
}
