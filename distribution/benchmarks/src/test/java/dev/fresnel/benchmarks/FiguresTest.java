package dev.fresnel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void theMedianIsTheMiddleOrHalfWayBetweenTwo() {
        assertThat(new Figures(List.of(5.0, 1.0, 3.0)).median()).isEqualTo(3);
        assertThat(new Figures(List.of(4.0, 1.0, 3.0, 2.0)).median()).isEqualTo(2.5);
    }

    @Test
    void aPercentileIsAValueThatWasMeasured() {
        var hundred = new Figures(IntStream.rangeClosed(1, 100).mapToObj(value -> (double) value).toList());
        assertThat(hundred.percentile(0.99)).isEqualTo(99);
        assertThat(hundred.percentile(1)).isEqualTo(100);
        assertThat(new Figures(List.of(7.0)).percentile(0.99)).isEqualTo(7);
    }

    @Test
    void theSpreadIsSaid() {
        assertThat(new Figures(List.of(0.72, 0.58, 0.61)).text(2)).isEqualTo("0.61 (0.58-0.72)");
    }

    @Test
    void nothingIsNoFigure() {
        assertThatThrownBy(() -> new Figures(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBudgetIsKeptUpToItsLimit() {
        assertThat(Budget.atMost(0.9, "s").verdict(0.9)).isEqualTo("≤ 0.9 s: kept");
        assertThat(Budget.atMost(150, "MB").verdict(151)).isEqualTo("≤ 150 MB: missed");
        assertThat(Budget.atLeast(1.2, "").verdict(1.19)).isEqualTo("≥ 1.2: missed");
    }
}
