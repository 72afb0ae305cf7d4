package dev.fresnel.live.graph;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which picture is wanted.
 *
 * @param namespaces empty = all
 * @param group {@code namespace}, {@code node}, {@code workload}, {@code cluster} or {@code label:KEY}
 * @param open keys of groups whose cards are drawn, in that order
 * @param auto whether further groups are opened as long as their cards fit, those in trouble first
 * @param pods whether pods of open groups have cards of their own
 * @param without kinds that are left out
 * @param focus what the picture is about; without a name it is about everything
 * @param text lower case; {@code ""} = no filter
 * @param problems whether only what is wrong is wanted, and what is next to it
 * @param limit cards that are drawn at most
 */
record Wanted(
        List<String> clusters,
        Set<String> namespaces,
        String group,
        Set<String> open,
        boolean auto,
        boolean pods,
        Set<String> without,
        Focus focus,
        String text,
        boolean problems,
        int limit) {
    private static final int MOST_CLUSTERS = 8;
    private static final int MOST_CARDS = 400;
    private static final int MOST_WORDS = 200;

    /** One object and how many edges away from it others may be. */
    record Focus(String resource, String namespace, String name, int steps) {
        boolean none() {
            return name.isEmpty();
        }
    }

    /** @throws Problem INVALID with what cannot be read */
    static Wanted parse(Json params) {
        List<String> clusters = List.copyOf(texts(params.get("clusters")));
        if (clusters.isEmpty() || clusters.size() > MOST_CLUSTERS) {
            throw invalid("A map needs between one and " + MOST_CLUSTERS + " clusters.");
        }
        String group = params.get("group").present() ? params.get("group").text() : "namespace";
        if (!Set.of("namespace", "node", "workload", "cluster").contains(group) && !(group.startsWith("label:") && group.length() > 6)) {
            throw invalid("A map is grouped by namespace, node, workload, cluster or label:KEY, not by " + group + ".");
        }
        Json open = params.get("open");
        Json filter = params.get("filter");
        Json focus = params.get("focus");
        return new Wanted(
                clusters,
                texts(params.get("namespaces")),
                group,
                texts(open),
                params.get("auto").flag(),
                params.get("pods").flag(),
                texts(params.get("without")),
                new Focus(focus.get("resource").text(), focus.get("namespace").text(), focus.get("name").text(), (int) Math.clamp(focus.get("steps").number(1), 1, 5)),
                filter.get("text").text().toLowerCase(Locale.ROOT).strip(),
                filter.get("problems").flag(),
                (int) Math.clamp(params.get("limit").number(MOST_CARDS), 1, MOST_CARDS));
    }

    private static Set<String> texts(Json array) {
        Set<String> texts = new LinkedHashSet<>();
        for (Json item : array.items()) {
            if (!item.text().isEmpty()) {
                texts.add(item.text());
            }
        }
        if (texts.size() > MOST_WORDS) {
            throw invalid("A map takes at most " + MOST_WORDS + " names in one list.");
        }
        return texts;
    }

    private static Problem invalid(String why) {
        return new Problem(Problem.Kind.INVALID, "LIVE_PARAMS_INVALID", why);
    }

    /** Whether the same atlases serve both. */
    boolean sameWorld(Wanted other) {
        return clusters.equals(other.clusters) && namespaces.equals(other.namespaces) && without.equals(other.without);
    }
}
