package dev.fresnel.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.spi.http.Pages;
import dev.fresnel.spi.principal.Principal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tickets and what they become. */
final class SeatsTest {
    private static final Principal ANN = new Principal("k-ann", "ann", Principal.Door.COOKIE, Optional.of("t"));
    private static final Principal BOB = new Principal("k-bob", "bob", Principal.Door.COOKIE, Optional.of("u"));
    private static final Pages.Target WEB = new Pages.Target("demo", "/api/v1/namespaces/shop/services/web:80/proxy", "web");

    private final AtomicLong now = new AtomicLong();
    private final Seats seats = new Seats(now::get);

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private Seats.Entered entered(Principal who) {
        var ticket = seats.issue(who, WEB, "/");
        return seats.use(ticket.getValue(), ticket.getKey()).orElseThrow();
    }

    @Test
    void aTicketIsGoodOnceAndForHalfAMinute() {
        var ticket = seats.issue(ANN, WEB, "/x");
        pass(Duration.ofSeconds(29));
        assertThat(seats.use(ticket.getValue(), ticket.getKey())).get().extracting(Seats.Entered::to).isEqualTo("/x");
        assertThat(seats.use(ticket.getValue(), ticket.getKey())).isEmpty();
        var late = seats.issue(ANN, WEB, "/x");
        pass(Duration.ofSeconds(31));
        assertThat(seats.use(late.getValue(), late.getKey())).isEmpty();
    }

    @Test
    void aTicketForAnotherOriginIsSpentThere() {
        var anns = seats.issue(ANN, WEB, "/");
        var bobs = seats.issue(BOB, WEB, "/");
        assertThat(bobs.getKey()).as("a person's own origin").isNotEqualTo(anns.getKey());
        assertThat(seats.use(anns.getValue(), bobs.getKey())).isEmpty();
        assertThat(seats.use(anns.getValue(), anns.getKey())).isEmpty();
    }

    @Test
    void whatWasOpenedIsForOneOriginAndEndsWithTheSession() {
        var anns = entered(ANN);
        var bobs = entered(BOB);
        var open = seats.issue(ANN, WEB, "/");
        assertThat(seats.at(anns.key(), anns.seat().label())).get().extracting(Seat::who).isEqualTo(ANN);
        assertThat(seats.at(anns.key(), bobs.seat().label())).isEmpty();
        seats.end(who -> who.key().equals(ANN.key()));
        assertThat(seats.at(anns.key(), anns.seat().label())).isEmpty();
        assertThat(seats.use(open.getValue(), open.getKey())).isEmpty();
        assertThat(seats.at(bobs.key(), bobs.seat().label())).isPresent();
    }

    @Test
    void whatNobodyLooksAtEndsAndNothingLastsForEver() {
        var left = entered(ANN);
        pass(Duration.ofMinutes(61));
        assertThat(seats.at(left.key(), left.seat().label())).isEmpty();
        var used = entered(ANN);
        for (int half = 1; half < 24; half++) {
            pass(Duration.ofMinutes(30));
            assertThat(seats.at(used.key(), used.seat().label())).as("after %s half hours", half).isPresent();
        }
        pass(Duration.ofMinutes(31));
        assertThat(seats.at(used.key(), used.seat().label())).isEmpty();
        assertThat(seats.sweep()).isEmpty();
        assertThat(seats.size()).isZero();
    }

    @Test
    void nobodyTakesTheRoomOfOthers() {
        var bobs = entered(BOB);
        var anns = Stream.generate(() -> entered(ANN)).limit(150).toList();
        assertThat(seats.size()).isEqualTo(101);
        assertThat(seats.at(bobs.key(), bobs.seat().label())).isPresent();
        assertThat(seats.at(anns.getFirst().key(), anns.getFirst().seat().label())).isEmpty();
        assertThat(seats.at(anns.getLast().key(), anns.getLast().seat().label())).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"web, web-", "my.Pod_1, my-pod-1-", "'', page-", "-a, a-", "abcdefghijklmnopqrstuvwxyz0123456789, abcdefghijklmnopqrstuvwxyz0123-"})
    void originsHaveNamesThatPeopleKnow(String name, String start) {
        var label = Seat.of(ANN, new Pages.Target("demo", "/p", name)).label();
        assertThat(label).startsWith(start).matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
        assertThat(Seat.of(ANN, new Pages.Target("demo", "/p", name)).label()).isEqualTo(label);
        assertThat(Seat.of(ANN, new Pages.Target("prod", "/p", name)).label()).isNotEqualTo(label);
        assertThat(Seat.of(ANN, new Pages.Target("demo", "/q", name)).label()).isNotEqualTo(label);
    }
}
