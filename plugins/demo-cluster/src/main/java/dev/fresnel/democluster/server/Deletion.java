package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How a deletion is meant.
 *
 * @param grace seconds, or -1 for the object's own
 * @param propagation Background, Foreground or Orphan
 * @param uid precondition, or empty
 * @param version precondition, or empty
 */
public record Deletion(long grace, String propagation, String uid, String version, boolean dryRun) {

    public static Deletion now() {
        return new Deletion(0, "Background", "", "", false);
    }

    public static Deletion gracefully() {
        return new Deletion(-1, "Background", "", "", false);
    }

    Deletion foreground() {
        return new Deletion(grace, "Foreground", uid, version, dryRun);
    }

    static Deletion from(JsonNode options, Query query) {
        String grace = options.has("gracePeriodSeconds") ? options.path("gracePeriodSeconds").asText() : query.text("gracePeriodSeconds");
        String propagation = options.has("propagationPolicy") ? Json.text(options, "propagationPolicy") : query.text("propagationPolicy");
        if (propagation.isEmpty() && options.path("orphanDependents").asBoolean(query.flag("orphanDependents"))) {
            propagation = "Orphan";
        }
        return new Deletion(grace.isEmpty() ? -1 : Query.number(grace, "gracePeriodSeconds"), propagation.isEmpty() ? "Background" : propagation,
                Json.text(options, "preconditions", "uid"), Json.text(options, "preconditions", "resourceVersion"),
                query.dryRun() || options.path("dryRun").size() > 0);
    }
}
