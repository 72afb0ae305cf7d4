package dev.fresnel.democluster.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Query parameters of a request. */
record Query(Map<String, List<String>> values) {

    static Query of(String raw) {
        Map<String, List<String>> values = new HashMap<>();
        for (String pair : raw.split("&")) {
            if (!pair.isEmpty()) {
                int cut = pair.indexOf('=');
                String name = cut < 0 ? pair : pair.substring(0, cut);
                values.computeIfAbsent(decode(name), key -> new ArrayList<>()).add(cut < 0 ? "" : decode(pair.substring(cut + 1)));
            }
        }
        return new Query(values);
    }

    static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiFailure.badRequest("malformed escape in the request address");
        }
    }

    String text(String name) {
        return values.getOrDefault(name, List.of("")).getFirst();
    }

    /** As Go reads it: present and not "false" or "0". */
    boolean flag(String name) {
        return values.containsKey(name) && !text(name).equals("false") && !text(name).equals("0");
    }

    long number(String name, long otherwise) {
        return text(name).isEmpty() ? otherwise : number(text(name), name);
    }

    static long number(String text, String name) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw ApiFailure.badRequest("invalid value for " + name + ": " + text);
        }
    }

    boolean dryRun() {
        String value = text("dryRun");
        if (!value.isEmpty() && !value.equals("All")) {
            throw ApiFailure.badRequest("dryRun: Unsupported value: \"" + value + "\": supported values: \"All\"");
        }
        return !value.isEmpty();
    }
}
