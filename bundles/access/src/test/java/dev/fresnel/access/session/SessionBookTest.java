package dev.fresnel.access.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.access.home.FakeServers;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.principal.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks 25 and 35, with a clock by hand. */
class SessionBookTest {
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    private static final Principal JANE = new Principal("jane", "jane", Principal.Door.BEARER, Optional.of("janes"));

    private final FakeServers servers = new FakeServers();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong skew = new AtomicLong();
    private final SessionBook book = new SessionBook(servers.asked(), () -> START.plusNanos(nanos.get()).plusSeconds(skew.get()), nanos::get, Runnable::run);
    private final List<String> ended = new CopyOnWriteArrayList<>();

    @BeforeEach
    void someoneListens() {
        servers.users.put("first janes", "jane");
        book.watch((principal, why) -> ended.add(principal.key() + " " + why.word()));
    }

    private void pass(Duration time) {
        for (long second = 0; second < time.toSeconds(); second += 5) {
            nanos.addAndGet(Duration.ofSeconds(5).toNanos());
            book.live(JANE); // something is open
            book.beat();
        }
    }

    @Test
    void aTokenIsAskedAboutOnceInThirtySeconds() {
        for (int time = 0; time < 50; time++) {
            assertThat(book.admit(JANE, "first", Instant.MAX).name()).isEqualTo("jane");
        }
        assertThat(servers.calls).hasValue(1);
        nanos.addAndGet(TokenChecks.GOOD.toNanos());
        book.admit(JANE, "first", Instant.MAX);
        assertThat(servers.calls).hasValue(2);
    }

    @Test
    void whoAsksAtTheSameTimeWaitsForOneAnswer() throws Exception {
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = IntStream.range(0, 200).mapToObj(one -> pool.submit(() -> book.admit(JANE, "first", Instant.MAX))).toList();
            for (var one : all) {
                assertThat(one.get().groups()).contains("g");
            }
        }
        assertThat(servers.calls).hasValue(1);
    }

    @Test
    void aBadTokenIsRefusedForFiveSecondsWithoutAsking() {
        servers.users.clear();
        for (int time = 0; time < 5; time++) {
            assertThatThrownBy(() -> book.admit(JANE, "first", Instant.MAX)).isInstanceOf(Problem.class).hasMessageContaining("first");
        }
        assertThat(servers.calls).hasValue(1);
        servers.users.put("first janes", "jane");
        nanos.addAndGet(TokenChecks.BAD.toNanos());
        assertThat(book.admit(JANE, "first", Instant.MAX).name()).isEqualTo("jane");
    }

    @Test
    void whatIsOpenEndsWithinAMinuteOfTheTokensEnd() {
        book.admit(JANE, "first", START.plusSeconds(100));
        pass(Duration.ofSeconds(95));
        assertThat(ended).isEmpty();
        pass(Duration.ofSeconds(60));
        assertThat(ended).containsExactly("jane expired");
        assertThat(book.live(JANE)).isFalse();
    }

    @Test
    void theApiServerSaysThatItIsOverBeforeOurClockDoes() {
        book.admit(JANE, "first", START.plusSeconds(1000));
        servers.users.clear(); // the user has been disabled
        pass(Duration.ofSeconds(60));
        assertThat(ended).containsExactly("jane refused");
    }

    /** Check 35: our clock runs ahead by less than a minute; who the API server still takes stays. */
    @Test
    void aClockThatIsWrongByLessThanAMinuteLogsNobodyOut() {
        book.admit(JANE, "first", START.plusSeconds(600));
        skew.set(45);
        pass(Duration.ofSeconds(590));
        assertThat(ended).isEmpty();
        assertThat(book.live(JANE)).isTrue();
        skew.set(-45);
        pass(Duration.ofSeconds(10));
        assertThat(ended).isEmpty();
        servers.users.clear();
        pass(Duration.ofSeconds(60));
        assertThat(ended).containsExactly("jane refused");
    }

    @Test
    void aClusterThatIsDownLogsNobodyOut() {
        book.admit(JANE, "first", Instant.MAX);
        servers.down = true;
        pass(Duration.ofMinutes(5));
        assertThat(book.admit(JANE, "first", Instant.MAX).name()).isEqualTo("jane");
        assertThat(ended).isEmpty();
        assertThatThrownBy(() -> book.admit(new Principal("new", "new", Principal.Door.BEARER, Optional.of("new")), "first", Instant.MAX))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.CLUSTER_DOWN));
    }

    /** An API server answers 401 until it has the keys of its issuer. */
    @Test
    void aClusterThatHasJustComeBackIsAskedAgainBeforeItEndsASession() {
        book.admit(JANE, "first", Instant.MAX);
        servers.up = START.plusSeconds(28);
        servers.users.clear();
        pass(Duration.ofSeconds(35));
        assertThat(servers.calls).as("asked after 30 s, and soon again").hasValue(3);
        assertThat(book.admit(JANE, "first", Instant.MAX).name()).isEqualTo("jane");
        servers.users.put("first janes", "jane");
        pass(Duration.ofSeconds(60));
        assertThat(ended).isEmpty();
        assertThat(book.live(JANE)).isTrue();
    }

    @Test
    void whatAClusterRefusesForAWhileIsBelieved() {
        book.admit(JANE, "first", Instant.MAX);
        servers.up = START.plusSeconds(28);
        servers.users.clear();
        pass(Duration.ofSeconds(45));
        assertThat(ended).containsExactly("jane refused");
    }

    /** However long it takes until a cluster is said to be well: a doubt lasts 15 s. */
    @Test
    void aDoubtEndsByItself() {
        book.admit(JANE, "first", Instant.MAX);
        servers.up = START.plus(Duration.ofDays(365));
        servers.users.clear();
        pass(Duration.ofSeconds(40));
        assertThat(ended).isEmpty();
        pass(Duration.ofSeconds(5));
        assertThat(ended).containsExactly("jane refused");
    }

    @Test
    void aStrangerIsNotGivenTheBenefitOfTheDoubt() {
        servers.up = START;
        assertThatThrownBy(() -> book.admit(new Principal("new", "new", Principal.Door.BEARER, Optional.of("new")), "first", Instant.MAX))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAUTHENTICATED));
    }

    @Test
    void anEndIsToldOnceAndAFreshSignInBeginsAnew() {
        book.admit(JANE, "first", Instant.MAX);
        book.end(JANE, Sessions.End.LOGOUT);
        book.end(JANE, Sessions.End.REFUSED);
        assertThat(ended).containsExactly("jane logout");
        assertThat(book.live(JANE)).isFalse();
        book.admit(JANE, "first", Instant.MAX);
        assertThat(book.live(JANE)).isTrue();
    }

    /** A token may be good in one cluster and unknown in another. */
    @Test
    void aRefusalIsAskedAboutWhereTheTokenIsAtHome() {
        book.admit(JANE, "first", Instant.MAX);
        book.end(JANE, Sessions.End.REFUSED);
        assertThat(servers.calls).hasValue(2);
        assertThat(ended).isEmpty();
        servers.users.clear();
        book.end(JANE, Sessions.End.REFUSED);
        assertThat(ended).containsExactly("jane refused");
    }

    @Test
    void anOldApiServerIsAskedForSomethingHarmless() {
        servers.old = true;
        assertThat(book.admit(JANE, "first", Instant.MAX).name()).isEmpty();
        servers.users.clear();
        nanos.addAndGet(TokenChecks.GOOD.toNanos());
        assertThatThrownBy(() -> book.admit(JANE, "first", Instant.MAX)).isInstanceOf(Problem.class);
    }

    @Test
    void nobodyIsAskedAboutTokensThatAreNotInUse() {
        book.admit(JANE, "first", Instant.MAX);
        for (int beat = 0; beat < 24; beat++) {
            nanos.addAndGet(Duration.ofSeconds(60).toNanos());
            book.beat();
        }
        assertThat(servers.calls).hasValue(1);
    }
}
