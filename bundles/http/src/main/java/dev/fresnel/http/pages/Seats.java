package dev.fresnel.http.pages;

import dev.fresnel.spi.http.Pages;
import dev.fresnel.spi.principal.Principal;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Who may look at which page of a pod or Service: tickets that are exchanged once, and the sessions that they become. In memory. */
public final class Seats {
    private static final long TICKET = Duration.ofSeconds(30).toNanos();
    private static final long IDLE = Duration.ofHours(1).toNanos();
    private static final long LONGEST = Duration.ofHours(12).toNanos();
    private static final int TICKETS = 10_000;
    private static final int TICKETS_OF_ONE = 50;
    private static final int SEATS = 20_000;
    private static final int SEATS_OF_ONE = 100;
    private static final int BYTES = 24;

    private record Ticket(Seat seat, String to, long end) {}

    private record Taken(Seat seat, long used, long end) {
        boolean over(long now) {
            return now - used > IDLE || now - end > 0;
        }
    }

    /**
     * A ticket was good.
     *
     * @param key what the browser keeps
     * @param to where it leads
     */
    public record Entered(Seat seat, String key, String to) {}

    private final SecureRandom random = new SecureRandom();
    private final LongSupplier clock;
    private final Map<String, Ticket> tickets = new LinkedHashMap<>();
    /** The longest unused first. */
    private final Map<String, Taken> seats = new LinkedHashMap<>(16, 0.75f, true);

    /** @param clock nanoseconds, as of {@link System#nanoTime} */
    public Seats(LongSupplier clock) {
        this.clock = clock;
    }

    /** A ticket for this origin: its label and secret. @param to path and query there */
    public synchronized Map.Entry<String, String> issue(Principal who, Pages.Target target, String to) {
        long now = clock.getAsLong();
        tickets.values().removeIf(ticket -> now - ticket.end() > 0);
        room(tickets, ticket -> ticket.seat().who(), who, TICKETS, TICKETS_OF_ONE);
        Seat seat = Seat.of(who, target);
        String text = secret();
        tickets.put(text, new Ticket(seat, to, now + TICKET));
        return Map.entry(seat.label(), text);
    }

    /** Takes the ticket, whatever comes of it; empty when it is unknown, used, too old, or for another origin. */
    public synchronized Optional<Entered> use(String text, String label) {
        long now = clock.getAsLong();
        Ticket ticket = tickets.remove(text);
        if (ticket == null || now - ticket.end() > 0 || !ticket.seat().label().equals(label)) {
            return Optional.empty();
        }
        sweep();
        room(seats, taken -> taken.seat().who(), ticket.seat().who(), SEATS, SEATS_OF_ONE);
        String key = secret();
        seats.put(key, new Taken(ticket.seat(), now, now + LONGEST));
        return Optional.of(new Entered(ticket.seat(), key, ticket.to()));
    }

    /** What somebody who brings this may look at on this origin. */
    public synchronized Optional<Seat> at(String key, String label) {
        Taken taken = seats.get(key);
        long now = clock.getAsLong();
        if (taken == null || taken.over(now) || !taken.seat().label().equals(label)) {
            return Optional.empty();
        }
        seats.put(key, new Taken(taken.seat(), now, taken.end()));
        return Optional.of(taken.seat());
    }

    /** That session is over. */
    public synchronized void end(Predicate<Principal> whose) {
        tickets.values().removeIf(ticket -> whose.test(ticket.seat().who()));
        seats.values().removeIf(taken -> whose.test(taken.seat().who()));
    }

    /** Forgets what is too old. @return whose sessions are in use */
    public synchronized List<Principal> sweep() {
        long now = clock.getAsLong();
        seats.values().removeIf(taken -> taken.over(now));
        var users = new HashMap<String, Principal>();
        seats.values().forEach(taken -> users.put(taken.seat().who().key(), taken.seat().who()));
        return List.copyOf(users.values());
    }

    public synchronized int size() {
        return seats.size();
    }

    /** Nobody takes the place of others: whoever has many loses their own eldest. */
    private static <T> void room(Map<String, T> all, Function<T, Principal> whose, Principal who, int most, int mostOfOne) {
        var own = all.entrySet().stream().filter(one -> whose.apply(one.getValue()).key().equals(who.key())).map(Map.Entry::getKey).toList();
        if (own.size() >= mostOfOne) {
            all.remove(own.getFirst());
        } else if (all.size() >= most) {
            all.remove(all.keySet().iterator().next());
        }
    }

    private String secret() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
