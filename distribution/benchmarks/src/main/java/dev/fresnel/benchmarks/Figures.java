package dev.fresnel.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What was measured several times under the same conditions. */
record Figures(List<Double> values) {
    Figures {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        values = values.stream().sorted().toList();
    }

    static Figures of(Stream<Double> values) {
        return new Figures(values.toList());
    }

    int count() {
        return values.size();
    }

    double median() {
        int middle = values.size() / 2;
        return values.size() % 2 == 1 ? values.get(middle) : (values.get(middle - 1) + values.get(middle)) / 2;
    }

    double least() {
        return values.getFirst();
    }

    double most() {
        return values.getLast();
    }

    /** Smallest value that is not below {@code share} of all, 0.99 for the 99th percentile. */
    double percentile(double share) {
        int index = (int) Math.ceil(share * values.size()) - 1;
        return values.get(Math.clamp(index, 0, values.size() - 1));
    }

    /** {@code 0.61 (0.58-0.72)}. */
    String text(int digits) {
        return "%s (%s-%s)".formatted(number(median(), digits), number(least(), digits), number(most(), digits));
    }

    static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
