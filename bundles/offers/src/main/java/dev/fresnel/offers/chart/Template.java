package dev.fresnel.offers.chart;

import dev.fresnel.api.chart.Chart;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills query templates; a value can end no quoted text of the language. */
final class Template {
    private static final Pattern PLACE = Pattern.compile("\\$\\{([a-z]+)}");

    private Template() {}

    static String fill(Chart.Query query, Map<String, String> values) {
        return PLACE.matcher(query.template()).replaceAll(found -> Matcher.quoteReplacement(escaped(values.getOrDefault(found.group(1), ""))));
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("'", "\\'").replace("`", "").replaceAll("\\p{Cntrl}", "");
    }
}
