package dev.fresnel.kubernetes.cluster;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.kubernetes.credential.Failure;
import dev.fresnel.spi.transport.ClusterInfo.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether one API server answers, as far as requests have told. While it does not, requests fail at once, until a probe
 * got an answer or its time has passed without anybody probing.
 */
final class Health {
    private static final Duration PERSONAL = Duration.ofSeconds(25);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Clock clock;
    private final Duration shortest;
    private State state;
    private Instant since;
    private @Nullable Failure problem;
    private Duration backoff = Duration.ZERO;
    private Instant nextTry = Instant.MIN;
    private Instant lastAnswer = Instant.EPOCH;

    /** A moment's view. */
    record Reading(State state, Instant since, @Nullable String detail) {}

    /**
     * @param shortest the first pause before asking again; each further one is twice as long, up to a minute
     * @param broken why the configuration cannot be used; {@code null} when it can
     */
    Health(Clock clock, Duration shortest, @Nullable String broken) {
        this.clock = clock;
        this.shortest = shortest;
        this.since = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        this.state = broken == null ? State.CONNECTING : State.BROKEN;
        if (broken != null) {
            problem = new Failure(Problem.Kind.CLUSTER_DOWN, "CLUSTER_BROKEN", broken, Map.of());
            nextTry = Instant.MAX;
        }
    }

    synchronized Reading reading() {
        return new Reading(state, since, problem == null ? null : problem.text());
    }

    /** What to fail with at once; absent when asking is worth while. */
    synchronized Optional<Problem> refusal() {
        if (problem == null || !clock.instant().isBefore(nextTry)) {
            return Optional.empty();
        }
        var args = new LinkedHashMap<>(problem.args());
        args.put("since", since.toEpochMilli());
        return Optional.of(new Problem(problem.kind(), problem.code(), problem.text(), args, null));
    }

    /** @return whether the state is another one now */
    synchronized boolean answered() {
        lastAnswer = clock.instant();
        backoff = Duration.ZERO;
        problem = null;
        return become(State.UP);
    }

    /** Whether somebody has just had an answer: then a failed attempt of another says little. */
    synchronized boolean answeredWithin(Duration lately) {
        return clock.instant().isBefore(lastAnswer.plus(lately));
    }

    /** @return whether something that people see is another now */
    synchronized boolean failed(State now, Problem why) {
        String before = problem == null ? "" : problem.text();
        // Who signs in again wants to see it at once.
        boolean personal = why.kind() == Problem.Kind.UNAUTHENTICATED;
        backoff = backoff.isZero() || personal ? shortest : min(backoff.multipliedBy(2), LONGEST);
        nextTry = clock.instant().plus(backoff);
        problem = Failure.of(why);
        return become(now) || !before.equals(why.text());
    }

    /** How long to wait before the next probe; absent when none is needed. */
    synchronized Optional<Duration> untilProbe() {
        if (problem == null || nextTry.equals(Instant.MAX)) {
            return Optional.empty();
        }
        boolean personal = problem.kind() == Problem.Kind.UNAUTHENTICATED;
        return Optional.of(Duration.between(clock.instant(), personal ? nextTry.plus(PERSONAL) : nextTry));
    }

    private boolean become(State now) {
        if (state == now) {
            return false;
        }
        state = now;
        since = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return true;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
