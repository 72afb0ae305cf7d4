package dev.fresnel.catalog.index.json;

import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The members of one JSON object, asked for by name and type; what is wrong is told with its place. Unknown members are ignored. */
public final class Fields {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final Map<?, ?> members;
    private final String place;
    private final Reason reason;

    private Fields(Object value, String place, Reason reason) throws Refusal {
        this.place = place;
        this.reason = reason;
        if (!(value instanceof Map<?, ?> map)) {
            throw new Refusal(reason, place + " is no object");
        }
        this.members = map;
    }

    /**
     * @param place how the document is called in errors: {@code index.json}
     * @param reason of the refusal when something is wrong
     */
    public static Fields of(byte[] document, String place, Reason reason) throws Refusal {
        try {
            return new Fields(Json.read(document), place, reason);
        } catch (IOException e) {
            throw new Refusal(reason, place + " is no valid JSON: " + oneLine(e), e);
        }
    }

    /** Of a tree that was read elsewhere, from YAML for example. */
    public static Fields of(Object tree, String place, Reason reason) throws Refusal {
        return new Fields(tree, place, reason);
    }

    private static String oneLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    public Refusal wrong(String name, String what) {
        return new Refusal(reason, at(name) + " " + what);
    }

    private String at(String name) {
        return place + ": " + name;
    }

    public List<String> names() {
        return members.keySet().stream().map(String::valueOf).toList();
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    public String text(String name) throws Refusal {
        String text = text(name, "");
        if (text.isEmpty()) {
            throw wrong(name, "is missing");
        }
        return text;
    }

    public String text(String name, String otherwise) throws Refusal {
        Object value = members.get(name);
        return switch (value) {
            case null -> otherwise;
            case String text -> text;
            default -> throw wrong(name, "is no text");
        };
    }

    /** @param longest in characters */
    public String shortText(String name, int longest) throws Refusal {
        String text = text(name, "");
        if (text.length() > longest) {
            throw wrong(name, "is longer than " + longest + " characters");
        }
        return text;
    }

    public String digest(String name) throws Refusal {
        String text = text(name);
        if (!SHA256.matcher(text).matches()) {
            throw wrong(name, "is no SHA-256 (64 small hexadecimal digits)");
        }
        return text;
    }

    public long number(String name, long least, long most) throws Refusal {
        if (members.get(name) instanceof Number number && number.longValue() == number.doubleValue() && number.longValue() >= least && number.longValue() <= most) {
            return number.longValue();
        }
        throw wrong(name, "is no whole number from " + least + " to " + most);
    }

    public long number(String name, long least, long most, long otherwise) throws Refusal {
        return has(name) ? number(name, least, most) : otherwise;
    }

    public boolean flag(String name, boolean otherwise) throws Refusal {
        Object value = members.get(name);
        return switch (value) {
            case null -> otherwise;
            case Boolean flag -> flag;
            default -> throw wrong(name, "is neither true nor false");
        };
    }

    public Instant instant(String name) throws Refusal {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException e) {
            throw wrong(name, "is no point in time like 2026-01-31T12:00:00Z");
        }
    }

    public List<String> texts(String name) throws Refusal {
        var texts = new ArrayList<String>();
        for (Object item : items(name)) {
            if (!(item instanceof String text)) {
                throw wrong(name, "is no list of texts");
            }
            texts.add(text);
        }
        return texts;
    }

    public Map<String, String> textMap(String name) throws Refusal {
        var texts = new LinkedHashMap<String, String>();
        for (var member : object(name).entrySet()) {
            if (!(member.getValue() instanceof String text)) {
                throw wrong(name, "holds something other than text");
            }
            texts.put(member.getKey(), text);
        }
        return texts;
    }

    /** All members, as they stand. */
    public Map<String, Object> whole() {
        var whole = new LinkedHashMap<String, Object>();
        members.forEach((key, value) -> whole.put(String.valueOf(key), value));
        return whole;
    }

    /** As it stands; empty when it is missing. */
    public Map<String, Object> object(String name) throws Refusal {
        var object = new LinkedHashMap<String, Object>();
        if (has(name)) {
            new Fields(value(name), at(name), reason).members.forEach((key, value) -> object.put(String.valueOf(key), value));
        }
        return object;
    }

    public Fields fields(String name) throws Refusal {
        if (!has(name)) {
            throw wrong(name, "is missing");
        }
        return new Fields(value(name), at(name), reason);
    }

    /** The objects of a list; none when it is missing. */
    public List<Fields> list(String name, int most) throws Refusal {
        var items = items(name);
        if (items.size() > most) {
            throw wrong(name, "has " + items.size() + " items, more than " + most);
        }
        var list = new ArrayList<Fields>();
        for (int i = 0; i < items.size(); i++) {
            list.add(new Fields(item(items, i), at(name) + "[" + i + "]", reason));
        }
        return list;
    }

    private static Object item(List<?> items, int at) {
        Object item = items.get(at);
        return item == null ? "" : item;
    }

    private List<?> items(String name) throws Refusal {
        Object value = members.get(name);
        return switch (value) {
            case null -> List.of();
            case List<?> items -> items;
            default -> throw wrong(name, "is no list");
        };
    }

    private Object value(String name) {
        @Nullable Object value = members.get(name);
        return value == null ? "" : value;
    }
}
