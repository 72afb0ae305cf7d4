package dev.fresnel.live.search;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What is searched for.
 *
 * @param clusters empty = all
 * @param kinds empty = all that are covered
 */
record Question(Query query, List<String> clusters, Set<String> kinds, int limit) {
    private static final int USUAL = 50;
    private static final int MOST = 200;
    private static final int MOST_KINDS = 10;

    /** @throws Problem INVALID */
    static Question of(String q, List<String> clusters, List<String> kinds, long limit) {
        if (kinds.size() > MOST_KINDS || clusters.size() > Search.MOST_CLUSTERS) {
            throw new Problem(Problem.Kind.INVALID, "SEARCH_INVALID",
                    "A search may name at most " + MOST_KINDS + " kinds and " + Search.MOST_CLUSTERS + " clusters.");
        }
        return new Question(new Query(q), clusters, new LinkedHashSet<>(kinds), Math.clamp(limit, 0, MOST));
    }

    static Question parse(Json params) {
        return of(params.get("q").text(), texts(params.get("clusters")), texts(params.get("kinds")), params.get("limit").number(USUAL));
    }

    static Question parse(String q, List<String> clusters, List<String> kinds, String limit) {
        if (!limit.isEmpty() && !limit.matches("\\d{1,6}")) {
            throw new Problem(Problem.Kind.INVALID, "SEARCH_INVALID", "limit must be a number.");
        }
        return of(q, clusters, kinds, limit.isEmpty() ? USUAL : Long.parseLong(limit));
    }

    private static List<String> texts(Json array) {
        return array.items().stream().map(Json::text).filter(text -> !text.isEmpty()).toList();
    }
}
