package dev.fresnel.live.rows;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a page wants to see. */
record Params(
        List<String> clusters,
        String resource,
        Set<String> namespaces,
        Ordering ordering,
        Filter filter,
        int offset,
        int limit,
        boolean wide) {
    private static final int MOST = 1000;
    private static final int USUAL = 60;
    private static final int MOST_CLUSTERS = 32;
    private static final int MOST_NAMESPACES = 200;

    /** @throws Problem INVALID */
    static Params parse(Json json) {
        List<String> clusters = texts(json, "clusters", MOST_CLUSTERS);
        String resource = json.get("resource").text();
        if (clusters.isEmpty() || !resource.matches("[a-z0-9][a-z0-9.-]{0,250}")) {
            throw new Problem(Problem.Kind.INVALID, "LIVE_PARAMS_INVALID", "Rows need clusters and a resource.");
        }
        boolean wide = json.get("wide").flag();
        Json window = json.get("window");
        return new Params(
                List.copyOf(new LinkedHashSet<>(clusters)),
                resource,
                new LinkedHashSet<>(texts(json, "namespaces", MOST_NAMESPACES)),
                Ordering.parse(json.get("sort").text()),
                Filter.parse(json.get("filter"), resource, wide),
                (int) Math.clamp(window.get("offset").number(0), 0, Integer.MAX_VALUE),
                Math.clamp(window.get("limit").number(USUAL), 0, MOST),
                wide);
    }

    static List<String> texts(Json json, String name, int most) {
        List<String> out = new ArrayList<>();
        for (Json item : json.get(name).items()) {
            if (item.type() != Json.Type.STRING || item.text().isEmpty() || item.text().length() > 253) {
                throw new Problem(Problem.Kind.INVALID, "LIVE_PARAMS_INVALID", "Each of " + name + " must be a name.");
            }
            out.add(item.text());
        }
        if (out.size() > most) {
            throw new Problem(Problem.Kind.INVALID, "LIVE_PARAMS_INVALID", "There may be at most " + most + " " + name + ".",
                    Map.of("most", most), null);
        }
        return out;
    }

    /** Whether the same stores serve both. */
    boolean sameSources(Params other) {
        return clusters.equals(other.clusters) && resource.equals(other.resource) && namespaces.equals(other.namespaces);
    }

    /** Whether the same rows in the same order are meant. */
    boolean sameRows(Params other) {
        return filter.source().equals(other.filter.source()) && ordering.source().equals(other.ordering.source());
    }
}
