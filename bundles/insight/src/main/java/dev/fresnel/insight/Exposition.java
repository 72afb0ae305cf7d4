package dev.fresnel.insight;

import dev.fresnel.spi.insight.Meter.Sample;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Samples in Prometheus' text format, version 0.0.4. */
final class Exposition {
    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    private Exposition() {}

    /** Families by name, each with its help and type once; samples that have no proper name are left out. */
    static String of(Collection<Sample> samples) {
        var families = samples.stream()
                .filter(sample -> NAME.matcher(sample.name()).matches())
                .collect(Collectors.groupingBy(Sample::name, TreeMap::new, Collectors.toList()));
        var text = new StringBuilder();
        families.forEach((name, family) -> {
            text.append("# HELP ").append(name).append(' ').append(escaped(family.getFirst().help())).append('\n');
            text.append("# TYPE ").append(name).append(' ').append(family.getFirst().type()).append('\n');
            family.stream().map(Exposition::line).distinct().sorted().forEach(line -> text.append(line).append('\n'));
        });
        return text.toString();
    }

    private static String line(Sample sample) {
        return sample.name() + labels(sample.labels()) + " " + number(sample.value());
    }

    private static String labels(Map<String, String> labels) {
        if (labels.isEmpty()) {
            return "";
        }
        return new TreeMap<>(labels).entrySet().stream()
                .map(label -> label.getKey() + "=\"" + escaped(label.getValue()).replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n");
    }

    private static String number(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return whole ? Long.toString((long) value) : Double.toString(value);
    }
}
