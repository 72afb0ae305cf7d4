package dev.fresnel.live.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.live.store.Ticker.Stamp;
import java.util.List;
import org.junit.jupiter.api.Test;

class TickerTest {
    private static final long NOW = 1_800_000_000_000L;

    private static Stamp ago(String path, long seconds) {
        return new Stamp(path, NOW - seconds * 1000);
    }

    @Test
    void restartsTakeTheTerminationThatFits() {
        var stamps = List.of(ago("/status/startTime", 300), ago("/status/containerStatuses/0/lastState/terminated/finishedAt", 302),
                ago("/status/containerStatuses/1/lastState/terminated/finishedAt", 4000));
        var found = Ticker.RESTARTS.read(3, "7 (5m2s ago)", stamps, NOW);
        assertThat(found).isEqualTo(new Ticker.Ticking(3, "7 (", NOW - 302_000, " ago)"));
        assertThat(found.text(NOW + 60_000)).isEqualTo("7 (6m2s ago)");
        assertThat(Ticker.RESTARTS.read(3, "7 (20m ago)", stamps, NOW)).as("nothing fits: the text stays").isNull();
    }

    @Test
    void aFinishedJobsDurationStandsStill() {
        var running = List.of(ago("/status/startTime", 30));
        assertThat(Ticker.RUNNING.read(2, "30s", running, NOW)).isNotNull();
        assertThat(Ticker.RUNNING.read(2, "30s", List.of(ago("/status/startTime", 30), ago("/status/completionTime", 0)), NOW)).isNull();
    }

    @Test
    void eventsTakeTheirLastTime() {
        var stamps = List.of(ago("/firstTimestamp", 3600), ago("/lastTimestamp", 61), ago("/metadata/creationTimestamp", 3600));
        assertThat(Ticker.LAST_SEEN.read(0, "61s", stamps, NOW)).isEqualTo(new Ticker.Ticking(0, "", NOW - 61_000, ""));
        assertThat(Ticker.FIRST_SEEN.read(5, "60m", stamps, NOW)).isEqualTo(new Ticker.Ticking(5, "", NOW - 3_600_000, ""));
    }

    @Test
    void datesOfCustomResourcesTakeAnyTimeThatFitsAndPlainSpansNever() {
        var stamps = List.of(ago("/status/conditions/0/lastTransitionTime", 7200));
        assertThat(Ticker.ANY.read(1, "120m", stamps, NOW)).isNotNull();
        assertThat(Ticker.ANY.read(1, "five", stamps, NOW)).isNull();
        assertThat(Ticker.STILL.read(1, "120m", stamps, NOW)).isNull();
    }
}
