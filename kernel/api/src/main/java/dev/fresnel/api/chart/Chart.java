package dev.fresnel.api.chart;

import java.util.List;

/**
 * A chart as data: what to ask whichever source of series there is.
 *
 * @param id one word within its plugin
 * @param title message key
 * @param unit {@code bytes}, {@code cores}, {@code ratio}, {@code seconds}, {@code count}, {@code perSecond}
 * @param kinds kinds as {@code resource.group} on whose details it belongs; {@code *} = all, empty = the cluster's own page
 * @param queries one or more, drawn together
 */
public record Chart(String id, String title, String unit, List<String> kinds, List<Query> queries) {
    public Chart {
        kinds = List.copyOf(kinds);
        queries = List.copyOf(queries);
    }

    /**
     * A query template.
     *
     * @param language {@code promql}, {@code metrics.k8s.io}: which sources understand it
     * @param legend {@code {label}} stands for a label of a series
     * @param template {@code ${cluster} ${namespace} ${name} ${kind} ${window}} are filled in, quoted as the language wants it
     */
    public record Query(String language, String legend, String template) {
        public static Query promql(String legend, String template) {
            return new Query("promql", legend, template);
        }
    }
}
