package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Label and field selectors, as query parameters and as objects spell them. */
public final class Selector {
    private static final Pattern SET = Pattern.compile("\\s*([^\\s,!=()]+)\\s+(in|notin)\\s*\\(([^)]*)\\)\\s*");
    private static final Pattern EQUAL = Pattern.compile("\\s*([^\\s,!=()]+)\\s*(==|=|!=)\\s*([^\\s,()]*)\\s*");
    private static final Pattern EXISTS = Pattern.compile("\\s*(!?)\\s*([^\\s,!=()]+)\\s*");

    private Selector() {}

    /** Reads the {@code labelSelector} parameter. */
    static Predicate<Map<String, String>> labels(String text) {
        List<Predicate<Map<String, String>>> all = new ArrayList<>();
        for (String part : split(text)) {
            all.add(label(part));
        }
        return labels -> all.stream().allMatch(one -> one.test(labels));
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        if (!text.substring(start).isBlank()) {
            parts.add(text.substring(start));
        }
        return parts;
    }

    private static Predicate<Map<String, String>> label(String part) {
        Matcher set = SET.matcher(part);
        if (set.matches()) {
            Set<String> values = new TreeSet<>();
            for (String value : set.group(3).split(",", -1)) {
                values.add(value.strip());
            }
            String key = set.group(1);
            return set.group(2).equals("in") ? labels -> labels.containsKey(key) && values.contains(labels.get(key))
                    : labels -> !labels.containsKey(key) || !values.contains(labels.get(key));
        }
        Matcher equal = EQUAL.matcher(part);
        if (equal.matches()) {
            String value = equal.group(3);
            String key = equal.group(1);
            return equal.group(2).equals("!=") ? labels -> !value.equals(labels.get(key)) : labels -> value.equals(labels.get(key));
        }
        Matcher exists = EXISTS.matcher(part);
        if (exists.matches()) {
            String key = exists.group(2);
            return exists.group(1).isEmpty() ? labels -> labels.containsKey(key) : labels -> !labels.containsKey(key);
        }
        throw ApiFailure.badRequest("unable to parse requirement: found '" + part + "', expected: a label selector");
    }

    /** Reads the {@code fieldSelector} parameter for a resource; unsupported fields are refused as upstream does. */
    static Predicate<Stored> fields(String text, String resource, List<String> selectable) {
        List<String> supported = Stored.supported(resource, selectable);
        List<Predicate<Stored>> all = new ArrayList<>();
        for (String part : split(text)) {
            Matcher equal = EQUAL.matcher(part);
            if (!equal.matches()) {
                throw ApiFailure.badRequest("invalid field selector: invalid selector: '" + part + "'; can't understand '" + part + "'");
            }
            String field = equal.group(1);
            if (!field.equals("metadata.name") && !field.equals("metadata.namespace") && !supported.contains(field)) {
                throw ApiFailure.badRequest("Unable to find \"" + resource + "\" that match label selector \"\", field selector \"" + text
                        + "\": field label not supported: " + field);
            }
            boolean wanted = !equal.group(2).equals("!=");
            all.add(object -> value(object, field).equals(equal.group(3)) == wanted);
        }
        return object -> all.stream().allMatch(one -> one.test(object));
    }

    private static String value(Stored object, String field) {
        return switch (field) {
            case "metadata.name" -> object.name();
            case "metadata.namespace" -> object.namespace();
            default -> object.fields().getOrDefault(field, "");
        };
    }

    /** Reads a {@code LabelSelector} object; a plain map of labels is one too. An empty selector selects everything. */
    public static Predicate<Map<String, String>> of(JsonNode selector) {
        return labels(words(selector));
    }

    /** A {@code LabelSelector} object in the words of the parameter. */
    public static String words(JsonNode selector) {
        boolean object = selector.has("matchLabels") || selector.has("matchExpressions");
        List<String> parts = new ArrayList<>();
        (object ? selector.path("matchLabels") : selector).properties()
                .forEach(entry -> parts.add(entry.getKey() + "=" + entry.getValue().asText()));
        for (JsonNode one : object ? selector.path("matchExpressions") : Json.array()) {
            String key = Json.text(one, "key");
            String values = String.join(",", Json.list(one.path("values")).stream().sorted().toList());
            parts.add(switch (Json.text(one, "operator")) {
                case "In" -> key + " in (" + values + ")";
                case "NotIn" -> key + " notin (" + values + ")";
                case "DoesNotExist" -> "!" + key;
                default -> key;
            });
        }
        return String.join(",", parts.stream().sorted().toList());
    }
}
