package dev.fresnel.spi.form;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.settings.Setting;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One question of a form; {@code Field} of the interfaces page.
 *
 * @param name the record's component
 * @param type {@code text}, {@code number}, {@code flag}, {@code choice}, {@code list}
 * @param title message key, {@code ""} = the name
 * @param value the default, as JSON would have it
 * @param options of a choice
 * @param secret names a Secret's key, never its value
 */
public record Field(
        String name, String type, String title, String help, Object value, boolean required, long min, long max, String pattern,
        List<String> options, boolean secret) {
    private static final Pattern SECRET = Pattern.compile("([a-z0-9][a-z0-9.-]{0,252}/){2}[A-Za-z0-9._-]{1,253}");

    static Field of(RecordComponent component) {
        String type = type(component);
        Setting said = component.getAnnotation(Setting.class);
        List<String> options = component.getType().isEnum()
                ? Arrays.stream(component.getType().getEnumConstants()).map(one -> ((Enum<?>) one).name()).toList()
                : List.of();
        if (said == null) {
            return new Field(component.getName(), type, "", "", fallback(type, options), false, Long.MIN_VALUE, Long.MAX_VALUE, "", options, false);
        }
        Object value = said.value().isEmpty() ? fallback(type, options) : read(type, said.value());
        return new Field(
                component.getName(), type, said.title(), said.help(), value, said.required(), said.min(), said.max(), said.pattern(), options,
                said.secret());
    }

    static Field of(Json json) {
        String type = json.get("type").text();
        List<String> options = json.get("options").items().stream().map(Json::text).toList();
        Object value = json.get("value").present() ? plain(type, json.get("value")).orElse(fallback(type, options)) : fallback(type, options);
        return new Field(
                json.get("name").text(), type, json.get("title").text(), json.get("help").text(), value, json.get("required").flag(),
                json.get("min").number(Long.MIN_VALUE), json.get("max").number(Long.MAX_VALUE), json.get("pattern").text(), options,
                json.get("secret").flag());
    }

    private static String type(RecordComponent component) {
        Class<?> type = component.getType();
        if (type == String.class) {
            return "text";
        }
        if (type == int.class || type == long.class) {
            return "number";
        }
        if (type == boolean.class) {
            return "flag";
        }
        if (type.isEnum()) {
            return "choice";
        }
        if (type == List.class && component.getGenericType() instanceof ParameterizedType list && list.getActualTypeArguments()[0] == String.class) {
            return "list";
        }
        throw new IllegalArgumentException(component.getDeclaringRecord().getName() + "." + component.getName()
                + ": a form has text, whole numbers, booleans, enums and lists of text");
    }

    private static Object fallback(String type, List<String> options) {
        return switch (type) {
            case "number" -> 0L;
            case "flag" -> false;
            case "choice" -> options.isEmpty() ? "" : options.getFirst();
            case "list" -> List.of();
            default -> "";
        };
    }

    private static Object read(String type, String text) {
        return switch (type) {
            case "number" -> Long.parseLong(text);
            case "flag" -> Boolean.parseBoolean(text);
            case "list" -> List.of(text.split(","));
            default -> text;
        };
    }

    /** A given value as plain data, empty when it is of another type. */
    private static Optional<Object> plain(String type, Json given) {
        return switch (type) {
            case "number" -> given.type() == Json.Type.NUMBER && given.text().matches("-?\\d{1,18}") ? Optional.of(given.number(0)) : Optional.empty();
            case "flag" -> given.type() == Json.Type.BOOLEAN ? Optional.of(given.flag()) : Optional.empty();
            case "list" -> given.type() == Json.Type.ARRAY && given.items().stream().allMatch(one -> one.type() == Json.Type.STRING)
                    ? Optional.of(given.items().stream().map(Json::text).toList())
                    : Optional.empty();
            default -> given.type() == Json.Type.STRING ? Optional.of(given.text()) : Optional.empty();
        };
    }

    /** What is given as plain data; the default when nothing is. @throws Unfit when it does not fit */
    Object judge(Json given) throws Unfit {
        if (!given.present()) {
            if (required) {
                throw new Unfit("is missing");
            }
            return value;
        }
        Object plain = plain(type, given).orElseThrow(() -> new Unfit("is no " + type));
        @Nullable String wrong = switch (plain) {
            case Long number -> number < min ? "is less than " + min : number > max ? "is more than " + max : null;
            case String text -> wrong(text);
            case List<?> list -> list.stream().map(one -> wrong((String) one)).filter(one -> one != null).findFirst().orElse(null);
            default -> null;
        };
        if (wrong != null) {
            throw new Unfit(wrong);
        }
        return plain;
    }

    private @Nullable String wrong(String text) {
        if (type.equals("choice") && !options.contains(text)) {
            return "is none of " + String.join(", ", options);
        }
        if (text.length() > Math.min(max, 64 * 1024)) {
            return "is longer than " + Math.min(max, 64 * 1024) + " characters";
        }
        if (text.length() < min || required && text.isEmpty()) {
            return "is shorter than " + Math.max(1, min) + " characters";
        }
        if (secret && !text.isEmpty() && !SECRET.matcher(text).matches()) {
            return "names no key of a Secret: namespace/name/key";
        }
        return pattern.isEmpty() || text.isEmpty() && !required || Pattern.matches(pattern, text) ? null : "does not match " + pattern;
    }

    /** As pages and {@code plugin.json} have it: without what says nothing. */
    public Map<String, Object> shape() {
        var shape = new LinkedHashMap<String, Object>();
        shape.put("name", name);
        shape.put("type", type);
        put(shape, "title", title, "");
        put(shape, "help", help, "");
        shape.put("value", value);
        put(shape, "required", required, false);
        put(shape, "min", min, Long.MIN_VALUE);
        put(shape, "max", max, Long.MAX_VALUE);
        put(shape, "pattern", pattern, "");
        put(shape, "options", options, List.of());
        put(shape, "secret", secret, false);
        return shape;
    }

    private static void put(Map<String, Object> shape, String name, Object value, Object nothing) {
        if (!value.equals(nothing)) {
            shape.put(name, value);
        }
    }

    /** A value does not fit, in words that follow the field's name. */
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        Unfit(String text) {
            super(text, null, false, false);
        }
    }
}
