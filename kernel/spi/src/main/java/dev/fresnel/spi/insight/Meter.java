package dev.fresnel.spi.insight;

import java.util.List;
import java.util.Map;

/** Gives numbers to {@code /metrics}; a service. */
@FunctionalInterface
public interface Meter {
    List<Sample> samples();

    /**
     * One sample in Prometheus' terms.
     *
     * @param name {@code fresnel_…}, base units
     * @param type {@code counter} or {@code gauge}
     * @param labels no user data
     */
    record Sample(String name, String type, String help, Map<String, String> labels, double value) {}
}
