package dev.fresnel.live.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.live.history.Gaps.Gap;
import dev.fresnel.spi.history.Chronicle.Place;
import dev.fresnel.spi.history.Chronicle.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

class GapsTest {
    private static Span span(long since, long till) {
        return new Span(new Place("", "c", "pods", ""), "", since, till);
    }

    @Test
    void areWhatNoSpanCovers() {
        assertThat(Gaps.of(List.of(), false)).isEqualTo(new Gaps(0, List.of()));
        assertThat(Gaps.of(List.of(span(50_000, 90_000), span(10_000, 20_000), span(15_000, 30_000)), true))
                .isEqualTo(new Gaps(10_000, List.of(new Gap(30_000, 50_000))));
        assertThat(Gaps.of(List.of(span(10_000, 20_000)), false)).isEqualTo(new Gaps(10_000, List.of(new Gap(20_000, 0))));
        assertThat(Gaps.of(List.of(span(10_000, 20_000), span(21_000, 30_000)), true).gaps()).as("a moment is none").isEmpty();
    }
}
