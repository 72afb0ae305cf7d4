package dev.fresnel.logs.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.logs.line.Stamp;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

class StitchTest {
    private record Entry(long at, String text) {
        byte[] bytes() {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** A log that breaks off again and again: equal lines at equal times, times that go back a little, lines that come while nobody listens. */
    @RepeatedTest(20)
    void nothingIsLostAndNothingComesTwice(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var log = new ArrayList<Entry>();
        long at = 1_700_000_000L * Stamp.SECOND;
        for (int i = 0; i < 30_000; i++) {
            at += random.nextInt(5) == 0 ? 0 : random.nextInt(3_000_000);
            long told = random.nextInt(50) == 0 ? at - 400_000 : at;
            log.add(new Entry(told, random.nextInt(3) == 0 ? "same" : "line " + i));
        }
        var stitch = new Stitch();
        var had = new ArrayList<Entry>();
        int reached = 0;
        while (reached < log.size()) {
            long since = stitch.since().map(Stamp::nanos).orElse(Long.MIN_VALUE);
            stitch.again();
            int stop = Math.min(log.size(), reached + 1 + random.nextInt(4_000));
            for (Entry entry : log.subList(0, stop)) {
                if (entry.at() >= since && stitch.first(entry.at(), entry.bytes())) {
                    had.add(entry);
                }
            }
            reached = stop;
        }
        assertThat(had).isEqualTo(log);
    }

    @org.junit.jupiter.api.Test
    void asksFromAWholeSecondBefore() {
        var stitch = new Stitch();
        assertThat(stitch.since()).isEmpty();
        stitch.first(Stamp.nanos(java.time.Instant.parse("2026-01-31T12:00:07.9Z")), new byte[0]);
        assertThat(stitch.since()).contains(java.time.Instant.parse("2026-01-31T12:00:06Z"));
        assertThat(List.of(stitch.last())).hasSize(1);
    }

    /** What was had has to come again; when a log goes on without any of it, something is missing. */
    @org.junit.jupiter.api.Test
    void saysWhenLinesWereRotatedAway() {
        var stitch = new Stitch();
        stitch.again();
        stitch.first(10 * Stamp.SECOND, new byte[] {1});
        stitch.first(11 * Stamp.SECOND, new byte[] {2});
        stitch.again();
        stitch.first(11 * Stamp.SECOND, new byte[] {2});
        stitch.first(12 * Stamp.SECOND, new byte[] {3});
        assertThat(stitch.gap()).isFalse();
        stitch.again();
        stitch.first(90 * Stamp.SECOND, new byte[] {4});
        assertThat(stitch.gap()).isTrue();
        assertThat(stitch.gap()).isFalse();
    }
}
