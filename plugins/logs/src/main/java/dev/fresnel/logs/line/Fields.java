package dev.fresnel.logs.line;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fields that a line names itself: JSON objects and logfmt. */
public final class Fields {
    private static final Pattern TEST = Pattern.compile("\\s*([^\\s=!<>~]+)\\s*(=|!=|>=|<=|>|<|~)\\s*(.*)");
    private static final int LONGEST = 64 * 1024;

    private final JsonCodec json;

    public Fields(JsonCodec json) {
        this.json = json;
    }

    /**
     * A test such as {@code status>=500}, {@code user.id=7}, {@code path~cart}; a name alone = the line has it.
     *
     * @throws Problem INVALID when it cannot be read
     */
    public Predicate<byte[]> test(String text) {
        Matcher parts = TEST.matcher(text);
        if (!parts.matches()) {
            String name = text.strip();
            if (name.isEmpty() || name.contains(" ")) {
                throw new Problem(Problem.Kind.INVALID, "LOGS_FIELD", "'" + text + "' is no test of a field, such as status>=500.", Map.of("text", text), null);
            }
            return line -> has(line, name) && value(line, name) != null;
        }
        String name = parts.group(1);
        String sign = parts.group(2);
        String wanted = parts.group(3).strip();
        return line -> {
            String value = has(line, name) ? value(line, name) : null;
            return value == null ? sign.equals("!=") : holds(value, sign, wanted);
        };
    }

    /** Looking is cheaper than parsing. */
    private static boolean has(byte[] line, String name) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        return new String(line, StandardCharsets.ISO_8859_1).contains(new String(last.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    private static boolean holds(String value, String sign, String wanted) {
        return switch (sign) {
            case "=" -> value.equals(wanted);
            case "!=" -> !value.equals(wanted);
            case "~" -> value.contains(wanted);
            default -> ordered(value, sign, wanted);
        };
    }

    private static boolean ordered(String value, String sign, String wanted) {
        int order;
        try {
            order = new BigDecimal(value).compareTo(new BigDecimal(wanted));
        } catch (NumberFormatException words) {
            order = value.compareTo(wanted);
        }
        return switch (sign) {
            case ">" -> order > 0;
            case "<" -> order < 0;
            case ">=" -> order >= 0;
            default -> order <= 0;
        };
    }

    private @org.jspecify.annotations.Nullable String value(byte[] line, String name) {
        if (object(line)) {
            try {
                Json all = json.parse(line);
                Json found = all.get(name);
                for (int dot = name.indexOf('.'); !found.present() && dot > 0; dot = name.indexOf('.', dot + 1)) {
                    found = at(all.get(name.substring(0, dot)), name.substring(dot + 1));
                }
                return found.present() ? text(found) : null;
            } catch (Problem noJson) {
                return null;
            }
        }
        return logfmt(new String(line, StandardCharsets.UTF_8)).get(name);
    }

    private static Json at(Json json, String path) {
        Json now = json;
        for (String step : path.split("\\.")) {
            now = now.get(step);
        }
        return now;
    }

    private static String text(Json value) {
        return value.type() == Json.Type.OBJECT || value.type() == Json.Type.ARRAY ? value.toString() : value.text();
    }

    private static boolean object(byte[] line) {
        return line.length > 1 && line.length <= LONGEST && line[0] == '{' && line[line.length - 1] == '}';
    }

    /** {@code key=value key="quoted value"}; words without a sign are no fields. */
    static Map<String, String> logfmt(String line) {
        var fields = new LinkedHashMap<String, String>();
        int i = 0;
        while (i < line.length()) {
            int equals = line.indexOf('=', i);
            if (equals < 0) {
                break;
            }
            int begin = Math.max(line.lastIndexOf(' ', equals), line.lastIndexOf('\t', equals)) + 1;
            boolean quoted = equals + 1 < line.length() && line.charAt(equals + 1) == '"';
            int end = quoted ? quote(line, equals + 2) : word(line, equals + 1);
            if (begin < equals && begin >= i) {
                fields.putIfAbsent(line.substring(begin, equals), quoted ? line.substring(equals + 2, end).replace("\\\"", "\"") : line.substring(equals + 1, end));
            }
            i = Math.max(equals + 1, end + (quoted ? 1 : 0));
        }
        return fields;
    }

    private static int quote(String line, int from) {
        int i = from;
        while (i < line.length() && line.charAt(i) != '"') {
            i += line.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i, line.length());
    }

    private static int word(String line, int from) {
        int i = from;
        while (i < line.length() && line.charAt(i) != ' ' && line.charAt(i) != '\t') {
            i++;
        }
        return i;
    }
}
