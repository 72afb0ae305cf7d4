package dev.fresnel.api.chart;

import java.util.List;
import java.util.Map;

/**
 * Values over time.
 *
 * @param labels what distinguishes it from its neighbours
 * @param times epoch milliseconds, ascending
 * @param values as many; NaN = none
 */
public record Series(Map<String, String> labels, List<Long> times, List<Double> values) {
    public Series {
        labels = Map.copyOf(labels);
        times = List.copyOf(times);
        values = List.copyOf(values);
    }
}
