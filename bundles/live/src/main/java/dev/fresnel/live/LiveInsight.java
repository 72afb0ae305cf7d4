package dev.fresnel.live;

import dev.fresnel.spi.insight.Dump;
import dev.fresnel.spi.insight.Meter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What the live store holds, for the dump and for metrics; names no user. */
@Component(service = {Dump.class, Meter.class})
public final class LiveInsight implements Dump, Meter {
    private final LiveStore store;

    @Activate
    public LiveInsight(@Reference LiveStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "live";
    }

    @Override
    public Object state() {
        Map<String, Object> state = new LinkedHashMap<>();
        List<Map<String, Object>> stores = store.live().stores();
        state.put("stores", stores);
        state.put("watches", store.live().askers().watches(stores, store.atlases().wanted()));
        state.put("reviews", store.live().reviews());
        state.put("grants", store.live().grants());
        state.put("history", store.recorder().state());
        return state;
    }

    @Override
    public List<Sample> samples() {
        List<Map<String, Object>> stores = store.live().stores();
        long watching = stores.stream().filter(one -> "live".equals(one.get("state"))).count();
        List<Sample> out = new ArrayList<>();
        out.add(gauge("fresnel_live_stores", "Stores in memory.", stores.size()));
        out.add(gauge("fresnel_live_watches", "Stores that are up to date.", watching));
        out.add(gauge("fresnel_live_rows", "Rows in all stores.", sum(stores, "rows")));
        out.add(gauge("fresnel_live_readers", "Feeds open to channels.", sum(stores, "readers")));
        out.add(gauge("fresnel_live_grants", "Scopes that are open to somebody.", store.live().grants()));
        out.add(counter("fresnel_live_reviews_total", "Access reviews asked of API servers.", store.live().reviews()));
        out.add(gauge("fresnel_live_lag_seconds", "Longest time from decoded to applied, of the last batch of each store.",
                stores.stream().mapToDouble(one -> ((Number) one.get("lagMillis")).doubleValue()).max().orElse(0) / 1000));
        return out;
    }

    private static long sum(List<Map<String, Object>> stores, String field) {
        return stores.stream().mapToLong(one -> ((Number) one.get(field)).longValue()).sum();
    }

    private static Sample gauge(String name, String help, double value) {
        return new Sample(name, "gauge", help, Map.of(), value);
    }

    private static Sample counter(String name, String help, double value) {
        return new Sample(name, "counter", help, Map.of(), value);
    }
}
