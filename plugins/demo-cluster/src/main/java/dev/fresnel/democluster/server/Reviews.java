package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/** Questions about rights and names: in the demo cluster everybody is the same admin, and may do everything. */
final class Reviews {
    static final String USER = "demo-admin";
    private static final List<String> GROUPS = List.of("system:masters", "system:authenticated");
    private static final List<String> ALL = List.of("*");

    private Reviews() {}

    static ObjectNode answer(ResourceType type, ObjectNode review, Instant now) {
        review.put("kind", type.kind()).put("apiVersion", type.apiVersion());
        ObjectNode status = review.putObject("status");
        switch (type.kind()) {
            case "SelfSubjectReview" -> {
                Json.child(review, "metadata").put("creationTimestamp", Names.time(now));
                user(status.putObject("userInfo"));
            }
            case "TokenReview" -> user(status.put("authenticated", true).putObject("user"));
            case "SelfSubjectRulesReview" -> {
                ObjectNode rule = status.putArray("resourceRules").addObject();
                rule.set("verbs", Json.texts(ALL));
                rule.set("apiGroups", Json.texts(ALL));
                rule.set("resources", Json.texts(ALL));
                ObjectNode paths = status.putArray("nonResourceRules").addObject();
                paths.set("verbs", Json.texts(ALL));
                paths.set("nonResourceURLs", Json.texts(ALL));
                status.put("incomplete", false);
            }
            default -> status.put("allowed", true);
        }
        return review;
    }

    private static void user(ObjectNode user) {
        user.put("username", USER).set("groups", Json.texts(GROUPS));
    }
}
