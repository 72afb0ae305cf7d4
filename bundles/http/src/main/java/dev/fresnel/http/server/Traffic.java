package dev.fresnel.http.server;

import dev.fresnel.http.edge.Paths;
import dev.fresnel.spi.insight.Meter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts requests by what they were for and how they ended. */
public final class Traffic implements Meter {
    private record Series(String route, String code) {}

    private final Map<Series, LongAdder> ended = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> nanos = new ConcurrentHashMap<>();
    private final AtomicInteger active = new AtomicInteger();

    void begins() {
        active.incrementAndGet();
    }

    void ends(String path, int status, long took) {
        active.decrementAndGet();
        String route = route(path);
        ended.computeIfAbsent(new Series(route, status / 100 + "xx"), key -> new LongAdder()).increment();
        nanos.computeIfAbsent(route, key -> new LongAdder()).add(took);
    }

    int active() {
        return active.get();
    }

    private static String route(String path) {
        if (Paths.kubernetes(path)) {
            return "k8s";
        }
        if (path.startsWith("/api/v1/plugins/")) {
            return "plugin";
        }
        return path.startsWith("/api/") ? "api" : path.startsWith("/ui/") ? "file" : "other";
    }

    @Override
    public List<Sample> samples() {
        var samples = new ArrayList<Sample>();
        ended.forEach((series, count) -> samples.add(new Sample(
                "fresnel_http_requests_total",
                "counter",
                "Requests answered.",
                Map.of("route", series.route(), "code", series.code()),
                count.sum())));
        nanos.forEach((route, sum) -> samples.add(new Sample(
                "fresnel_http_request_seconds_total", "counter", "Time spent answering, streams included.", Map.of("route", route), sum.sum() / 1e9)));
        samples.add(new Sample("fresnel_http_requests_active", "gauge", "Requests being answered.", Map.of(), active.get()));
        return samples;
    }
}
