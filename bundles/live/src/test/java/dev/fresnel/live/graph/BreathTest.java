package dev.fresnel.live.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A change is drawn at once; changes without end do not take a processor. */
class BreathTest {
    private static final long MILLIS = 1_000_000;

    private final Breath breath = new Breath();
    private long now = 1;

    /** @return nanoseconds that it rests after a round */
    private long round(long millis, boolean quiet) {
        long begin = now;
        now += millis * MILLIS;
        return breath.after(begin, now, quiet);
    }

    @Test
    void aSingleChangeOfALargeMapDoesNotHoldTheNextOneUp() {
        for (int i = 0; i < 50; i++) {
            assertThat(round(300, true)).isLessThanOrEqualTo(50 * MILLIS);
            now += 1_000 * MILLIS; // nothing happens for a while
        }
    }

    @Test
    void changesWithoutEndTakeAThirdOfTheTime() {
        long begin = now;
        long rested = 0;
        for (int i = 0; i < 100; i++) {
            long rest = round(300, true);
            rested += rest;
            now += rest;
        }
        assertThat((double) rested / (now - begin)).isBetween(0.6, 0.75);
    }

    @Test
    void whatStillLoadsIsShownSoon() {
        for (int i = 0; i < 20; i++) {
            long rest = round(400, false);
            assertThat(rest).isBetween(40 * MILLIS, 150 * MILLIS);
            now += rest;
        }
    }
}
