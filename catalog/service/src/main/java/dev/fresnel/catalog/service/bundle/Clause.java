package dev.fresnel.catalog.service.bundle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One clause of a manifest header (OSGi Core 8, §3.2.4): {@code path;path;attribute=value;directive:=value}.
 *
 * @param attributes values by name without their type; directives have names that end in a colon
 */
public record Clause(List<String> paths, Map<String, String> attributes) {
    static List<Clause> parse(@Nullable String header) {
        var clauses = new ArrayList<Clause>();
        for (String text : split(header == null ? "" : header, ',')) {
            clauses.add(clause(text));
        }
        return clauses;
    }

    private static Clause clause(String text) {
        var paths = new ArrayList<String>();
        var attributes = new LinkedHashMap<String, String>();
        for (String part : split(text, ';')) {
            int equals = unquoted(part, '=');
            if (equals < 0) {
                paths.add(part);
                continue;
            }
            String name = part.substring(0, equals).strip();
            boolean directive = name.endsWith(":");
            int type = name.indexOf(':');
            String plain = directive || type < 0 ? name : name.substring(0, type).strip();
            attributes.put(plain, unquote(part.substring(equals + 1).strip()));
        }
        return new Clause(List.copyOf(paths), attributes);
    }

    private static List<String> split(String text, char separator) {
        var parts = new ArrayList<String>();
        String rest = text;
        for (int at = unquoted(rest, separator); at >= 0; at = unquoted(rest, separator)) {
            add(parts, rest.substring(0, at));
            rest = rest.substring(at + 1);
        }
        add(parts, rest);
        return parts;
    }

    private static void add(List<String> parts, String part) {
        if (!part.isBlank()) {
            parts.add(part.strip());
        }
    }

    private static int unquoted(String text, char wanted) {
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == wanted && !quoted) {
                return i;
            }
        }
        return -1;
    }

    private static String unquote(String value) {
        if (value.length() < 2 || !value.startsWith("\"") || !value.endsWith("\"")) {
            return value;
        }
        return value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1");
    }
}
