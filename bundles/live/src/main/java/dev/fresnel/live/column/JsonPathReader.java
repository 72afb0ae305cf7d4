package dev.fresnel.live.column;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Reads the text of a {@link JsonPath}. */
final class JsonPathReader {
    private static final int LONGEST = 512;
    private static final int MOST_STEPS = 32;

    private final String text;
    private int at;
    private int end;
    private final List<String> fields = new ArrayList<>();
    private final List<JsonPath.Step> steps = new ArrayList<>();

    JsonPathReader(String text) {
        this.text = text;
        this.end = text.length();
    }

    private Problem bad(String why) {
        return JsonPath.bad(text, at, why);
    }

    JsonPath path() {
        if (end > LONGEST) {
            throw bad("it is longer than " + LONGEST + " characters");
        }
        if (end >= 2 && text.startsWith("{") && text.endsWith("}")) {
            at = 1;
            end--;
        }
        if (at < end && text.charAt(at) == '$') {
            at++;
        }
        if (at < end && text.charAt(at) != '.' && text.charAt(at) != '[') {
            field(name());
        }
        while (at < end) {
            step();
            if (steps.size() + fields.size() > MOST_STEPS) {
                throw bad("it has more than " + MOST_STEPS + " steps");
            }
        }
        if (fields.isEmpty() && steps.isEmpty()) {
            throw bad("it names nothing");
        }
        return new JsonPath(List.copyOf(fields), List.copyOf(steps));
    }

    private void step() {
        if (text.startsWith("..", at)) {
            at += 2;
            String name = name();
            steps.add((value, out) -> descend(value, name, out));
        } else if (text.charAt(at) == '.') {
            at++;
            if (at < end && text.charAt(at) == '*') {
                at++;
                steps.add(JsonPathReader::all);
            } else if (at < end && text.charAt(at) != '[') {
                field(name());
            } else if (at >= end && (!fields.isEmpty() || !steps.isEmpty())) {
                throw bad("a field is missing");
            }
        } else if (text.charAt(at) == '[') {
            at++;
            bracket();
        } else {
            throw bad("expected '.' or '['");
        }
    }

    /** Leading plain fields are a pointer; the others are steps. */
    private void field(String name) {
        if (steps.isEmpty()) {
            fields.add(name);
        } else {
            steps.add((value, out) -> member(value, name, out));
        }
    }

    private static void member(Json value, String name, List<Json> out) {
        Json found = value.get(name);
        if (found.type() != Json.Type.ABSENT) {
            out.add(found);
        }
    }

    private static void all(Json value, List<Json> out) {
        out.addAll(value.items());
        value.names().forEach(name -> out.add(value.get(name)));
    }

    private static void descend(Json value, String name, List<Json> out) {
        member(value, name, out);
        value.items().forEach(item -> descend(item, name, out));
        value.names().forEach(member -> descend(value.get(member), name, out));
    }

    /** Up to the next {@code .} or {@code [}; a backslash takes the next character as it is. */
    private String name() {
        StringBuilder name = new StringBuilder();
        while (at < end && text.charAt(at) != '.' && text.charAt(at) != '[') {
            char c = text.charAt(at++);
            if (c == '\\' && at < end) {
                c = text.charAt(at++);
            } else if (" ]{}()'\"".indexOf(c) >= 0) {
                at--;
                throw bad("'" + c + "' is no part of a field's name");
            }
            name.append(c);
        }
        if (name.isEmpty()) {
            throw bad("a field is missing");
        }
        return name.toString();
    }

    private void bracket() {
        if (text.startsWith("?(", at)) {
            filter();
        } else if (at < end && (text.charAt(at) == '\'' || text.charAt(at) == '"')) {
            String name = quoted();
            expect("]");
            field(name);
        } else if (text.startsWith("*]", at)) {
            at += 2;
            steps.add(JsonPathReader::all);
        } else {
            range();
        }
    }

    private void expect(String wanted) {
        if (!text.startsWith(wanted, at) || at + wanted.length() > end) {
            throw bad("expected '" + wanted + "'");
        }
        at += wanted.length();
    }

    private String quoted() {
        char quote = text.charAt(at++);
        int close = text.indexOf(quote, at);
        if (close < 0 || close >= end) {
            throw bad("a quote is missing");
        }
        String word = text.substring(at, close);
        at = close + 1;
        return word;
    }

    /** {@code [0]}, {@code [-1]}, {@code [1:3]}, {@code [:2]}, {@code [0:4:2]}, {@code [0,2]}. */
    private void range() {
        int close = text.indexOf(']', at);
        if (close < 0 || close >= end) {
            throw bad("expected ']'");
        }
        String inner = text.substring(at, close).strip();
        if (!inner.matches("-?\\d{1,6}(\\s*,\\s*-?\\d{1,6})*|(-?\\d{1,6})?:(-?\\d{1,6})?(:\\d{1,6})?")) {
            throw bad("'" + inner + "' is no index");
        }
        at = close + 1;
        if (inner.indexOf(':') < 0) {
            int[] indexes = java.util.Arrays.stream(inner.split("\\s*,\\s*")).mapToInt(Integer::parseInt).toArray();
            steps.add((value, out) -> {
                List<Json> items = value.items();
                for (int index : indexes) {
                    int place = index < 0 ? items.size() + index : index;
                    if (place >= 0 && place < items.size()) {
                        out.add(items.get(place));
                    }
                }
            });
            return;
        }
        String[] parts = inner.split(":", -1);
        int step = parts.length < 3 || parts[2].isEmpty() ? 1 : Math.max(1, Integer.parseInt(parts[2]));
        steps.add((value, out) -> {
            int size = value.items().size();
            int from = place(parts[0], 0, size);
            int to = Math.min(size, place(parts[1], size, size));
            for (int i = Math.max(0, from); i < to; i += step) {
                out.add(value.items().get(i));
            }
        });
    }

    private static int place(String number, int absent, int size) {
        int place = number.isEmpty() ? absent : Integer.parseInt(number);
        return place < 0 ? size + place : place;
    }

    private void filter() {
        at += 2;
        space();
        expect("@");
        int from = at;
        while (at < end && "=!<>)".indexOf(text.charAt(at)) < 0) {
            if (text.charAt(at) == '[' || text.charAt(at) == '(') {
                throw bad("a condition may name fields only");
            }
            at++;
        }
        String inner = text.substring(from, at).strip();
        JsonPath path = inner.isEmpty() ? null : new JsonPathReader(inner).path();
        Predicate<String> condition = condition();
        space();
        expect(")");
        expect("]");
        steps.add((value, out) -> {
            for (Json item : value.items()) {
                List<Json> found = path == null ? List.of(item) : path.values(item.at(path.pointer()));
                if (found.stream().anyMatch(one -> condition.test(one.text()))) {
                    out.add(item);
                }
            }
        });
    }

    private void space() {
        while (at < end && text.charAt(at) == ' ') {
            at++;
        }
    }

    /** What is to hold of the text of the field; nothing = that it is there. */
    private Predicate<String> condition() {
        if (text.startsWith(")", at)) {
            return value -> true;
        }
        String operator = null;
        for (String one : List.of("==", "!=", "<=", ">=", "<", ">")) {
            if (text.startsWith(one, at)) {
                operator = one;
                break;
            }
        }
        if (operator == null) {
            throw bad("expected an operator");
        }
        at += operator.length();
        space();
        String wanted = literal();
        return switch (operator) {
            case "==" -> value -> value.equals(wanted);
            case "!=" -> value -> !value.equals(wanted);
            case "<" -> value -> compare(value, wanted) < 0;
            case "<=" -> value -> compare(value, wanted) <= 0;
            case ">" -> value -> compare(value, wanted) > 0;
            default -> value -> compare(value, wanted) >= 0;
        };
    }

    private String literal() {
        if (at < end && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
            return quoted();
        }
        int from = at;
        while (at < end && text.charAt(at) != ')') {
            at++;
        }
        return text.substring(from, at).strip();
    }

    private static int compare(String a, String b) {
        try {
            return Double.compare(Double.parseDouble(a), Double.parseDouble(b));
        } catch (NumberFormatException text) {
            return a.compareTo(b);
        }
    }
}
