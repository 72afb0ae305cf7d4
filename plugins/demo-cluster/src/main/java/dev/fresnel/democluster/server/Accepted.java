package dev.fresnel.democluster.server;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The form in which a caller wants an answer.
 *
 * @param as empty for plain objects, else Table, PartialObjectMetadata, PartialObjectMetadataList, APIGroupDiscoveryList
 * @param mediaType the Content-Type of the answer
 */
record Accepted(String as, String mediaType) {
    static final String JSON = "application/json";

    static Accepted of(String header) {
        if (header.isBlank()) {
            return new Accepted("", JSON);
        }
        for (String range : header.split(",")) {
            String[] parts = range.strip().split(";");
            String type = parts[0].strip().toLowerCase(Locale.ROOT);
            if (type.equals(JSON) || type.equals("*/*") || type.equals("application/*")) {
                Map<String, String> parameters = new HashMap<>();
                for (int i = 1; i < parts.length; i++) {
                    String[] pair = parts[i].strip().split("=", 2);
                    parameters.put(pair[0].strip(), pair.length > 1 ? pair[1].strip() : "");
                }
                String as = parameters.getOrDefault("as", "");
                if (as.isEmpty()) {
                    return new Accepted("", JSON);
                }
                if (known(as, parameters.getOrDefault("g", ""), parameters.getOrDefault("v", ""))) {
                    return new Accepted(as, as.equals("APIGroupDiscoveryList") ? range.strip() : JSON);
                }
            }
        }
        throw ApiFailure.notAcceptable("application/json");
    }

    private static boolean known(String as, String group, String version) {
        return switch (as) {
            case "Table", "PartialObjectMetadata", "PartialObjectMetadataList" -> group.equals("meta.k8s.io") && version.equals("v1");
            case "APIGroupDiscoveryList" -> group.equals("apidiscovery.k8s.io") && version.equals("v2");
            default -> false;
        };
    }

    boolean table() {
        return as.equals("Table");
    }

    boolean partial() {
        return as.startsWith("PartialObjectMetadata");
    }
}
