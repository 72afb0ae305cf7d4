package dev.fresnel.live.rows;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.live.column.Extracts;
import dev.fresnel.live.column.Lens;
import dev.fresnel.live.column.Lenses;
import dev.fresnel.live.store.Extract;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a page wants to see.
 *
 * @param columns empty = the Table's
 * @param group null = nothing is counted by something
 * @param lease pays for what is read out of objects; closed with the parameters
 */
record Params(
        List<String> clusters,
        String resource,
        Set<String> namespaces,
        List<Lens> columns,
        Ordering ordering,
        Filter filter,
        @Nullable Lens group,
        int offset,
        int limit,
        boolean wide,
        Extracts.Lease lease) {
    private static final int MOST = 1000;
    private static final int USUAL = 60;
    private static final int MOST_CLUSTERS = 32;
    private static final int MOST_NAMESPACES = 200;
    private static final int MOST_COLUMNS = 50;

    /** @throws Problem INVALID */
    static Params parse(Json json, Extracts extracts) {
        List<String> clusters = texts(json, "clusters", MOST_CLUSTERS);
        String resource = json.get("resource").text();
        if (clusters.isEmpty() || !resource.matches("[a-z0-9][a-z0-9.-]{0,250}")) {
            throw new Problem(Problem.Kind.INVALID, "LIVE_PARAMS_INVALID", "Rows need clusters and a resource.");
        }
        Extracts.Lease lease = extracts.lease();
        try {
            return parse(json, clusters, resource, lease);
        } catch (RuntimeException failed) {
            lease.close();
            throw failed;
        }
    }

    private static Params parse(Json json, List<String> clusters, String resource, Extracts.Lease lease) {
        Lenses lenses = new Lenses(resource, lease);
        boolean wide = json.get("wide").flag();
        Json window = json.get("window");
        List<Lens> columns = columns(json, lenses);
        Filter filter = Filter.parse(json.get("filter"), resource, new Filter.Shown(columns, wide), lenses);
        String group = json.get("group").text();
        return new Params(
                List.copyOf(new LinkedHashSet<>(clusters)),
                resource,
                new LinkedHashSet<>(texts(json, "namespaces", MOST_NAMESPACES)),
                columns,
                Ordering.parse(json.get("sort").text(), lenses, filter.name()),
                filter,
                group.isEmpty() ? null : lenses.group(group),
                (int) Math.clamp(window.get("offset").number(0), 0, Integer.MAX_VALUE),
                Math.clamp(window.get("limit").number(USUAL), 0, MOST),
                wide,
                lease);
    }

    private static List<Lens> columns(Json json, Lenses lenses) {
        Set<String> ids = new LinkedHashSet<>();
        for (Json item : json.get("columns").items()) {
            ids.add(item.text());
        }
        // Each row has these anyway.
        ids.removeAll(List.of("namespace", "cluster"));
        if (ids.size() > MOST_COLUMNS) {
            throw new Problem(Problem.Kind.INVALID, "LIVE_PARAMS_INVALID", "There may be at most " + MOST_COLUMNS + " columns.");
        }
        return ids.stream().map(lenses::of).toList();
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

    /** What must have been read out of every row before one can be filtered, ordered and counted. */
    List<Extract> needed() {
        Set<Extract> needed = new LinkedHashSet<>(filter.extracts());
        needed.addAll(ordering.extracts());
        if (group != null && !group.measured()) {
            needed.addAll(group.extracts());
        }
        return List.copyOf(needed);
    }

    /** Whether figures of metrics.k8s.io are needed. */
    boolean measured() {
        return ordering.measured() || group != null && group.measured() || columns.stream().anyMatch(Lens::measured);
    }

    /** The columns that are filled from metrics.k8s.io. */
    List<String> measuredColumns() {
        return columns.stream().filter(Lens::measured).map(Lens::id).toList();
    }

    /** Whether pages of the API server's lists are what is asked for; else what is held of them is sorted and filtered. */
    boolean plain() {
        return ordering.listed() && filter.selecting();
    }

    /** Whether all rows are meant as a store lists them, so that a window of them can be read where they are. */
    boolean listed() {
        return plain() && filter.selector().isEmpty() && group == null;
    }

    /** Whether the same stores serve both. */
    boolean sameSources(Params other) {
        return clusters.equals(other.clusters) && resource.equals(other.resource) && namespaces.equals(other.namespaces);
    }

    /** Whether the same rows in the same order are meant. */
    boolean sameRows(Params other) {
        return filter.source().equals(other.filter.source())
                && ordering.source().equals(other.ordering.source())
                && id(group).equals(id(other.group));
    }

    private static String id(@Nullable Lens lens) {
        return lens == null ? "" : lens.id();
    }

    /** Whether rows have the same cells. */
    boolean sameColumns(Params other) {
        return wide == other.wide && columns.stream().map(Lens::id).toList().equals(other.columns.stream().map(Lens::id).toList());
    }

    /** What a revision is bound to besides its principal (rule R12). */
    String question() {
        return clusters + " " + resource + " " + namespaces + " " + columns.stream().map(Lens::id).toList() + " " + wide;
    }
}
