package dev.fresnel.testing.plugin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fresnel.api.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JSON made of maps, lists, text, numbers and booleans. */
public record PlainJson(@Nullable Object value, boolean there) implements Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Json NOTHING = new PlainJson(null, false);

    public static Json of(@Nullable Object value) {
        return new PlainJson(value, true);
    }

    @Override
    public Type type() {
        return switch (value) {
            case null -> there ? Type.NULL : Type.ABSENT;
            case Map<?, ?> map -> Type.OBJECT;
            case List<?> list -> Type.ARRAY;
            case Number number -> Type.NUMBER;
            case Boolean flag -> Type.BOOLEAN;
            default -> Type.STRING;
        };
    }

    @Override
    public Json at(String pointer) {
        Json now = this;
        for (String step : pointer.isEmpty() ? List.<String>of() : List.of(pointer.substring(1).split("/", -1))) {
            String name = step.replace("~1", "/").replace("~0", "~");
            List<Json> items = now.items();
            now = now.type() == Type.ARRAY && name.matches("\\d{1,6}") && Integer.parseInt(name) < items.size() ? items.get(Integer.parseInt(name)) : now.get(name);
        }
        return now;
    }

    @Override
    public Json get(String name) {
        return value instanceof Map<?, ?> map && map.containsKey(name) ? of(map.get(name)) : NOTHING;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Set<String> names() {
        return value instanceof Map<?, ?> map ? ((Map<String, Object>) map).keySet() : Set.of();
    }

    @Override
    public List<Json> items() {
        return value instanceof List<?> list ? list.stream().map(PlainJson::of).toList() : List.of();
    }

    @Override
    public String text() {
        return value == null || value instanceof Map || value instanceof List ? "" : String.valueOf(value);
    }

    @Override
    public long number(long or) {
        return value instanceof Number number ? number.longValue() : or;
    }

    @Override
    public boolean flag() {
        return Boolean.TRUE.equals(value);
    }

    @Override
    public String toString() {
        try {
            return there ? MAPPER.writeValueAsString(value) : "";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
