package dev.fresnel.live;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.view.Query;
import dev.fresnel.api.view.Rows;
import dev.fresnel.live.rows.Fields;
import dev.fresnel.live.rows.Labels;
import dev.fresnel.live.store.Partition;
import dev.fresnel.live.store.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Takes the part of a list that a query asks for; only what it hands out is unpacked. */
record Part(Query query, Labels labels, Fields fields) {
    private record Found(Partition in, Row row) {}

    Rows of(List<Partition> parts) {
        Comparator<Found> order = order();
        String text = query.text().toLowerCase(Locale.ROOT);
        List<Found> matched = new ArrayList<>();
        long total = 0;
        for (Partition part : parts) {
            for (Row row : part.snapshot(null).rows()) {
                total++;
                if (row.name().toLowerCase(Locale.ROOT).contains(text) && labels.test(row) && fields.test(row)) {
                    matched.add(new Found(part, row));
                }
            }
        }
        matched.sort(order);
        List<KubeObject> objects = matched.stream()
                .skip(Math.max(0, query.offset()))
                .limit(Math.max(1, query.limit()))
                .map(found -> (KubeObject) found.in().object(found.row()))
                .toList();
        return new Rows(objects, matched.size(), total);
    }

    private Comparator<Found> order() {
        boolean down = query.sort().startsWith("-");
        Comparator<Found> name = Comparator.comparing(found -> found.row().name());
        Comparator<Found> namespace = Comparator.comparing(found -> found.row().namespace());
        Comparator<Found> first = switch (down ? query.sort().substring(1) : query.sort()) {
            case "name", "" -> name;
            case "namespace" -> namespace;
            case "created" -> Comparator.comparingLong(found -> found.row().created());
            default -> throw new Problem(Problem.Kind.INVALID, "LIVE_SORT_UNKNOWN", "Rows are sorted by name, namespace or created, not by " + query.sort() + ".");
        };
        return (down ? first.reversed() : first).thenComparing(namespace).thenComparing(name);
    }
}
