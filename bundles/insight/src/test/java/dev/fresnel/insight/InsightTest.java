package dev.fresnel.insight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.spi.insight.Meter.Sample;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InsightTest {
    @Test
    void familiesAreSaidOnceAndValuesAreEscaped() {
        var text = Exposition.of(List.of(
                new Sample("b_total", "counter", "B \\ twice\nsaid.", Map.of("z", "1", "a", "q\"u\\o\nte"), 3),
                new Sample("a", "gauge", "A.", Map.of(), 0.25),
                new Sample("b_total", "counter", "B.", Map.of("z", "2"), 1e12),
                new Sample("no name", "gauge", "", Map.of(), 1)));
        assertThat(text).isEqualTo("""
                # HELP a A.
                # TYPE a gauge
                a 0.25
                # HELP b_total B \\\\ twice\\nsaid.
                # TYPE b_total counter
                b_total{a="q\\"u\\\\o\\nte",z="1"} 3
                b_total{z="2"} 1000000000000
                """);
    }

    @Test
    void theProcessIsMeasured() {
        var names = new Process().samples().stream().map(Sample::name).toList();
        assertThat(names).contains("jvm_memory_used_bytes", "jvm_threads_current", "process_start_time_seconds", "process_cpu_seconds_total");
    }

    @Test
    void onePartWithoutNumbersTakesNoOthersAway() {
        var endpoint = new MetricsEndpoint(List.of(
                () -> {
                    throw new IllegalStateException();
                },
                () -> List.of(new Sample("fresnel_x", "gauge", "X.", Map.of(), 1))));
        assertThat(endpoint.text()).contains("fresnel_x 1\n", "jvm_threads_current ");
    }

    @Test
    void readyMeansThatEveryPartIsUp() {
        assertThat(ReadyEndpoint.judge(Stream.of(Part.of("a", ""), Part.of("b", ""))).ready()).isTrue();
        var not = ReadyEndpoint.judge(Stream.of(Part.of("live", ""), Part.of("http", "begins to listen"), Part.of("live", "waits for Transport"), Part.of("live", "")));
        assertThat(not.ready()).isFalse();
        assertThat(not.components()).containsExactly(new Part("http", false, "begins to listen"), new Part("live", false, "waits for Transport"));
    }
}
