package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Numbers in statuses: zero is left out, as Kubernetes does; percentages of replicas. */
final class Counts {
    private Counts() {}

    static void set(ObjectNode status, String field, long value) {
        if (value == 0) {
            status.remove(field);
        } else {
            status.put(field, value);
        }
    }

    /** An int-or-percent of a total. */
    static int share(JsonNode value, int total, int otherwise, boolean up) {
        if (value.isNumber()) {
            return value.asInt();
        }
        if (!value.isTextual() || !value.asText().endsWith("%")) {
            return otherwise;
        }
        double part = total * Double.parseDouble(value.asText().substring(0, value.asText().length() - 1)) / 100;
        return (int) (up ? Math.ceil(part) : Math.floor(part));
    }
}
