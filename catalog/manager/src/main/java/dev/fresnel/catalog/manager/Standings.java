package dev.fresnel.catalog.manager;

import dev.fresnel.catalog.api.PluginsFile.Wish;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.manager.Report.Standing;
import dev.fresnel.catalog.manager.Report.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/** How each plugin stands, and when one that failed is tried again: after 1 s, then twice as long each time, at most 5 minutes. */
final class Standings {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int DOUBLINGS = 9;

    private final Clock clock;
    private final Map<String, Standing> all = new TreeMap<>();
    private final Set<String> lasting = new HashSet<>();

    Standings(Clock clock) {
        this.clock = clock;
    }

    synchronized void installed(Wish wish, String version, String sha256) {
        lasting.remove(wish.name());
        put(wish, State.INSTALLED, version, sha256, "", "", 0, Instant.EPOCH);
    }

    synchronized void fetching(Wish wish, String version, String sha256) {
        put(wish, State.FETCHING, version, sha256, "", "", attempts(wish), Instant.EPOCH);
    }

    synchronized void waiting(Wish wish, String words) {
        put(wish, State.WAITING, "", "", "WAITING", words, attempts(wish), clock.instant());
    }

    synchronized void failed(Wish wish, String version, String sha256, Refusal refusal) {
        int attempts = attempts(wish) + 1;
        if (refusal.reason().passing()) {
            lasting.remove(wish.name());
        } else {
            lasting.add(wish.name());
        }
        long pause = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(attempts - 1, DOUBLINGS));
        long jittered = pause - ThreadLocalRandom.current().nextLong(pause / 4 + 1);
        put(wish, State.FAILED, version, sha256, refusal.reason().name(), refusal.words(), attempts, clock.instant().plusMillis(jittered));
    }

    private int attempts(Wish wish) {
        return Optional.ofNullable(all.get(wish.name())).map(Standing::attempts).orElse(0);
    }

    private void put(Wish wish, State state, String version, String sha256, String reason, String words, int attempts, Instant next) {
        Standing before = all.get(wish.name());
        boolean same = before != null && before.state() == state && before.sha256().equals(sha256);
        Instant since = same ? before.since() : clock.instant();
        all.put(wish.name(), new Standing(wish.name(), wish.source(), wish.version(), state, version, sha256, reason, words, attempts, since, next));
    }

    /** Whether it is this plugin's turn: it has not failed, or long enough ago. */
    synchronized boolean due(Wish wish) {
        Standing known = all.get(wish.name());
        return known == null || known.state() != State.FAILED || !clock.instant().isBefore(known.next());
    }

    /** Another file: what failed is tried at once, what is no longer wished for is forgotten. */
    synchronized void begin(Set<String> names) {
        all.keySet().retainAll(names);
        lasting.clear();
        all.replaceAll((name, known) -> new Standing(
                name, known.source(), known.wanted(), known.state(), known.version(), known.sha256(), known.reason(), known.words(), 0, known.since(), Instant.EPOCH));
    }

    synchronized List<Standing> list() {
        return List.copyOf(all.values());
    }

    /** Names of those that failed for a reason that does not pass by itself. */
    synchronized Set<String> lasting() {
        return Set.copyOf(lasting);
    }
}
