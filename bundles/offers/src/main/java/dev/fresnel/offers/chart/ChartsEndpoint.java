package dev.fresnel.offers.chart;

import dev.fresnel.api.chart.Chart;
import dev.fresnel.api.chart.ChartSource;
import dev.fresnel.api.chart.Range;
import dev.fresnel.api.chart.Series;
import dev.fresnel.api.chart.SeriesSource;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.view.Answer;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import dev.fresnel.spi.live.CallersView;
import dev.fresnel.spi.live.Views;
import dev.fresnel.spi.switchboard.Extension;
import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.spi.switchboard.Lease;
import dev.fresnel.spi.switchboard.Switchboard;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code GET /api/v1/charts?resource=pods}: charts of all plugins for a kind; {@code GET /api/v1/charts/{plugin}/{id}?cluster=ID&namespace=&name=&from=&to=&step=}:
 * the series of one, from whichever source there is.
 */
@Component
@RootRoute(path = {"/api/v1/charts", "/api/v1/charts/{plugin}/{id}"})
public final class ChartsEndpoint implements RootEndpoint {
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final int MOST_POINTS = 11_000;

    private final Switchboard board;
    private final Views views;

    @Activate
    public ChartsEndpoint(@Reference Switchboard board, @Reference Views views) {
        this.board = board;
        this.views = views;
    }

    record Shown(String plugin, String id, String title, String unit, List<String> kinds) {}

    record All(List<Shown> charts) {}

    record Line(String legend, List<Long> times, List<Double> values) {}

    record Drawn(String unit, List<Answer<List<Line>>> queries) {}

    private record Owned(String plugin, Chart chart) {}

    @Override
    public Response handle(RootRequest request) {
        if (request.path().length() > "/api/v1/charts".length()) {
            return Response.json(draw(request)).withHeader("Cache-Control", "no-store");
        }
        String resource = request.query("resource").orElse("");
        List<Shown> shown = charts().stream()
                .filter(owned -> suits(owned.chart(), resource))
                .map(owned -> new Shown(owned.plugin(), owned.chart().id(), owned.chart().title(), owned.chart().unit(), owned.chart().kinds()))
                .toList();
        return Response.json(new All(shown)).withHeader("Cache-Control", "no-store");
    }

    private static boolean suits(Chart chart, String resource) {
        return resource.isEmpty() ? chart.kinds().isEmpty() : chart.kinds().contains(resource) || chart.kinds().contains("*");
    }

    private List<Owned> charts() {
        List<Owned> all = new ArrayList<>();
        for (Generation generation : new TreeMap<>(board.table().serving()).values()) {
            Optional<Lease> lease = generation.lease();
            if (lease.isEmpty()) {
                continue;
            }
            try (Lease held = lease.get()) {
                for (Extension<ChartSource> source : held.generation().extensions(ChartSource.class)) {
                    List<Chart> charts = held.generation().lane().call(source.value(), () -> source.value().charts(), DEADLINE);
                    charts.forEach(chart -> all.add(new Owned(held.generation().plugin(), chart)));
                }
            } catch (Problem failed) {
                // a plugin that fails costs its own charts; the lane has counted it
            }
        }
        return all;
    }

    private Drawn draw(RootRequest request) {
        String cluster = request.cluster().orElseThrow(() -> new Problem(Problem.Kind.INVALID, "CLUSTER_MISSING", "Name the cluster with ?cluster=."));
        Chart chart = charts().stream()
                .filter(owned -> owned.plugin().equals(request.pathParam("plugin")) && owned.chart().id().equals(request.pathParam("id")))
                .map(Owned::chart)
                .findFirst()
                .orElseThrow(() -> new Problem(Problem.Kind.MISSING, "CHART_UNKNOWN", "There is no such chart."));
        CallersView view = views.view(request.principal(), cluster);
        Range range = range(request);
        Map<String, String> values = new HashMap<>();
        values.put("cluster", cluster);
        for (String name : List.of("namespace", "name", "kind", "window")) {
            values.put(name, request.query(name).orElse(name.equals("window") ? "5m" : ""));
        }
        return new Drawn(chart.unit(), chart.queries().stream().map(query -> series(view, query, Template.fill(query, values), range)).toList());
    }

    private static Range range(RootRequest request) {
        try {
            Instant to = request.query("to").map(Instant::parse).orElseGet(Instant::now);
            Instant from = request.query("from").map(Instant::parse).orElse(to.minus(Duration.ofHours(1)));
            Duration step = request.query("step").map(Duration::parse).orElse(Duration.ofSeconds(30));
            boolean sound = from.isBefore(to) && step.compareTo(Duration.ofSeconds(1)) >= 0 && Duration.between(from, to).dividedBy(step) <= MOST_POINTS;
            if (sound) {
                return new Range(from, to, step);
            }
        } catch (DateTimeException e) {
            // said below
        }
        throw new Problem(Problem.Kind.INVALID, "CHART_RANGE", "from, to and step must make 1 to " + MOST_POINTS + " points: from=2026-01-31T12:00:00Z&step=PT30S.");
    }

    private Answer<List<Line>> series(CallersView view, Chart.Query query, String text, Range range) {
        for (Generation generation : new TreeMap<>(board.table().serving()).values()) {
            Optional<Lease> lease = generation.lease();
            if (lease.isEmpty()) {
                continue;
            }
            try (Lease held = lease.get()) {
                for (Extension<SeriesSource> source : held.generation().extensions(SeriesSource.class)) {
                    if (source.value().language().equals(query.language()) && source.value().knows(view)) {
                        return source.value().series(view, text, range).map(all -> all.stream().map(one -> line(query, one)).toList());
                    }
                }
            }
        }
        throw new Problem(Problem.Kind.MISSING, "CHART_NO_SOURCE", "Nothing here answers " + query.language() + " for this cluster.", Map.of("language", query.language()), null);
    }

    private static Line line(Chart.Query query, Series series) {
        String legend = query.legend();
        for (var label : series.labels().entrySet()) {
            legend = legend.replace("{" + label.getKey() + "}", label.getValue());
        }
        return new Line(legend, series.times(), series.values());
    }
}
