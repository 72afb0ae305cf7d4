package dev.fresnel.kubernetes.kubeconfig;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A mapping of a kubeconfig file, read leniently: what has another type than expected is not there.
 *
 * @param members as YAML's failsafe schema gives them: text, lists and maps only
 */
record Entry(Map<?, ?> members) {
    static final Entry NONE = new Entry(Map.of());

    static Entry of(Object value) {
        return value instanceof Map<?, ?> map ? new Entry(map) : NONE;
    }

    /** {@code ""} when absent. */
    String text(String name) {
        return members.get(name) instanceof String text && !text.equals("null") && !text.equals("~") ? text : "";
    }

    boolean flag(String name) {
        return text(name).equalsIgnoreCase("true");
    }

    Entry entry(String name) {
        return of(members.get(name));
    }

    boolean has(String name) {
        return members.get(name) instanceof Map<?, ?>;
    }

    List<Entry> entries(String name) {
        return members.get(name) instanceof List<?> list ? list.stream().map(Entry::of).toList() : List.of();
    }

    List<String> texts(String name) {
        return strings(members.get(name));
    }

    Map<String, String> textMap() {
        var map = new LinkedHashMap<String, String>();
        members.keySet().forEach(key -> map.put(String.valueOf(key), text(String.valueOf(key))));
        return map;
    }

    Map<String, List<String>> textsMap() {
        var map = new LinkedHashMap<String, List<String>>();
        members.forEach((key, value) -> map.put(String.valueOf(key), strings(value)));
        return map;
    }

    private static List<String> strings(Object value) {
        return value instanceof List<?> list
                ? list.stream().filter(String.class::isInstance).map(String.class::cast).toList()
                : List.of();
    }
}
