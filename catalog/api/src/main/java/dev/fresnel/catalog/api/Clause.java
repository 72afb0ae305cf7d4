package dev.fresnel.catalog.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One clause of a manifest header (OSGi Core 8, §3.2.4): {@code path;path;attribute:Type=value;directive:=value}.
 *
 * @param attributes values by name
 * @param types by attribute name, where one is written: {@code Version}, {@code Long}, {@code List<String>}
 * @param directives values by name, without the colon
 */
public record Clause(List<String> paths, Map<String, String> attributes, Map<String, String> types, Map<String, String> directives) {
    public Clause {
        paths = List.copyOf(paths);
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        types = Map.copyOf(types);
        directives = Collections.unmodifiableMap(new LinkedHashMap<>(directives));
    }

    /** @param header the whole value; empty gives no clauses. Never fails: what it cannot read is a path. */
    public static List<Clause> parse(String header) {
        return split(header, ',').stream().map(Clause::clause).filter(clause -> !clause.isEmpty()).toList();
    }

    private boolean isEmpty() {
        return paths.isEmpty() && attributes.isEmpty() && directives.isEmpty();
    }

    private static Clause clause(String text) {
        var paths = new ArrayList<String>();
        var attributes = new LinkedHashMap<String, String>();
        var types = new LinkedHashMap<String, String>();
        var directives = new LinkedHashMap<String, String>();
        for (String part : split(text, ';')) {
            int equals = unquoted(part, 0, '=');
            if (equals < 0) {
                paths.add(part);
                continue;
            }
            String name = part.substring(0, equals).strip();
            String value = unquote(part.substring(equals + 1).strip());
            int colon = name.indexOf(':');
            if (colon == name.length() - 1 && colon >= 0) {
                directives.put(name.substring(0, colon).strip(), value);
                continue;
            }
            String plain = colon < 0 ? name : name.substring(0, colon).strip();
            attributes.put(plain, value);
            if (colon >= 0) {
                types.put(plain, name.substring(colon + 1).strip());
            }
        }
        return new Clause(paths, attributes, types, directives);
    }

    private static List<String> split(String text, char separator) {
        var parts = new ArrayList<String>();
        int start = 0;
        for (int at = unquoted(text, 0, separator); at >= 0; at = unquoted(text, start, separator)) {
            add(parts, text.substring(start, at));
            start = at + 1;
        }
        add(parts, text.substring(start));
        return parts;
    }

    private static void add(List<String> parts, String part) {
        if (!part.isBlank()) {
            parts.add(part.strip());
        }
    }

    private static int unquoted(String text, int from, char wanted) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
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
