package dev.fresnel.testbed;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The little JSON that the testbed writes and reads; a library would be its only dependency. */
final class JsonText {
    private JsonText() {
    }

    /** Maps, lists, strings, numbers, booleans and {@link Optional#empty()} for null. */
    static String of(Object value) {
        StringBuilder out = new StringBuilder();
        write(out, value);
        return out.toString();
    }

    /** The first field of this name with a string value that holds no escapes. */
    static Optional<String> string(String json, String field) {
        Matcher matcher = Pattern.compile("\"" + Pattern.quote(field) + "\":\\s*\"([^\"\\\\]*)\"").matcher(json);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static void write(StringBuilder out, Object value) {
        switch (value) {
            case Map<?, ?> map -> {
                out.append('{');
                for (Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator(); entries.hasNext();) {
                    Map.Entry<?, ?> entry = entries.next();
                    quote(out, String.valueOf(entry.getKey()));
                    out.append(':');
                    write(out, entry.getValue());
                    out.append(entries.hasNext() ? "," : "");
                }
                out.append('}');
            }
            case List<?> list -> {
                out.append('[');
                for (Iterator<?> items = list.iterator(); items.hasNext();) {
                    write(out, items.next());
                    out.append(items.hasNext() ? "," : "");
                }
                out.append(']');
            }
            case Number number -> out.append(number);
            case Boolean yes -> out.append(yes);
            case Optional<?> none when none.isEmpty() -> out.append("null");
            default -> quote(out, value.toString());
        }
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                default -> out.append(c < 0x20 ? "\\u%04x".formatted((int) c) : String.valueOf(c));
            }
        }
        out.append('"');
    }
}
