package dev.fresnel.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.IntSummaryStatistics;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PodSeriesTest {
    private final PodLoad.Size size = PodLoad.Size.usual().withPods(2_000);
    private final PodSeries series = new PodSeries(size);

    @Test
    void theSameSeedGivesTheSameBytes() {
        PodSeries again = new PodSeries(size);
        PodSeries other = new PodSeries(size.withSeed(2));

        assertThat(text(series, 1234)).isEqualTo(text(again, 1234)).isNotEqualTo(text(other, 1234)).isNotEqualTo(text(series, 1235));
    }

    @Test
    void podsAreOfTheSizesOfRealOnes() {
        IntSummaryStatistics sizes = IntStream.range(0, 500).map(i -> text(series, i).length()).summaryStatistics();

        assertThat(sizes.getMin()).isGreaterThan(1_500);
        assertThat(sizes.getMax()).isBetween(6_000, 16_000);
        assertThat(sizes.getAverage()).isBetween(2_500.0, 6_000.0);
    }

    @Test
    void namesAreUniqueAndSpreadOverTheNamespaces() {
        Set<String> names = new HashSet<>();
        Set<String> namespaces = new HashSet<>();
        for (int i = 0; i < size.pods(); i++) {
            PodSeries.Pod pod = series.pod(i);
            names.add(pod.namespace() + "/" + pod.name());
            namespaces.add(pod.namespace());
        }

        assertThat(names).hasSize(size.pods());
        assertThat(namespaces).isSubsetOf(series.namespaces()).hasSizeGreaterThan(30);
    }

    private static String text(PodSeries series, int number) {
        PodSeries.Pod pod = series.pod(number);
        return JsonText.of(pod.object()) + JsonText.of(pod.status());
    }
}
