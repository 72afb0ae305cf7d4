package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.JsonNode;

/** Quantities as numbers: processors in thousandths, memory in bytes. */
public final class Quantities {
    private Quantities() {}

    public static long millis(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        return text.endsWith("m") ? Long.parseLong(text.substring(0, text.length() - 1))
                : text.endsWith("n") ? Long.parseLong(text.substring(0, text.length() - 1)) / 1_000_000 : (long) (Double.parseDouble(text) * 1000);
    }

    public static long bytes(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        String[] units = {"Ki", "Mi", "Gi", "Ti", "k", "M", "G", "T"};
        double[] sizes = {1024, 1024 * 1024, 1024.0 * 1024 * 1024, 1024.0 * 1024 * 1024 * 1024, 1e3, 1e6, 1e9, 1e12};
        for (int i = 0; i < units.length; i++) {
            if (text.endsWith(units[i])) {
                return (long) (Double.parseDouble(text.substring(0, text.length() - units[i].length())) * sizes[i]);
            }
        }
        return (long) Double.parseDouble(text);
    }

    /** What the containers of a pod ask for; {@code what} is cpu or memory. */
    public static long requested(JsonNode podSpec, String what) {
        long sum = 0;
        for (JsonNode container : podSpec.path("containers")) {
            String text = Json.text(container, "resources", "requests", what);
            if (text.isEmpty()) {
                text = Json.text(container, "resources", "limits", what);
            }
            sum += what.equals("cpu") ? millis(text) : bytes(text);
        }
        return sum;
    }
}
