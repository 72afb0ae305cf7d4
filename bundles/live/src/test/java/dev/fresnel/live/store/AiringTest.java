package dev.fresnel.live.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AiringTest {
    private final AtomicInteger collected = new AtomicInteger();
    private final Airing airing = new Airing(collected::incrementAndGet);
    private long second = 100;

    private void tick(long bytes, boolean listing) {
        airing.tick(bytes, listing, TimeUnit.SECONDS.toNanos(++second));
    }

    private void quiet(int seconds) {
        for (int i = 0; i < seconds; i++) {
            tick(0, false);
        }
    }

    @Test
    void onceAfterALargeListWhenItIsQuiet() {
        tick(0, true);
        tick(Airing.WORTH, false);
        quiet(9);
        assertThat(collected).hasValue(0);
        quiet(1);
        assertThat(collected).hasValue(1);
        quiet(100);
        assertThat(collected).as("nothing has come since").hasValue(1);
    }

    @Test
    void notWhileAnotherIsBeingRead() {
        tick(Airing.WORTH, false);
        for (int i = 0; i < 60; i++) {
            tick(0, true);
        }
        quiet(9);
        assertThat(collected).hasValue(0);
        quiet(1);
        assertThat(collected).hasValue(1);
    }

    @Test
    void smallListsCountTogetherAndLittleIsNotWorthIt() {
        for (int i = 0; i < 3; i++) {
            tick(Airing.WORTH / 4, false);
            quiet(20);
        }
        assertThat(collected).hasValue(0);
        tick(Airing.WORTH / 4, false);
        quiet(20);
        assertThat(collected).hasValue(1);
    }
}
