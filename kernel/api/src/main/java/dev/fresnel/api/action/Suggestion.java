package dev.fresnel.api.action;

import java.util.List;
import java.util.Map;

/**
 * What a form begins with, where objects say more than the defaults do: the replicas that there are, the revisions to choose from.
 *
 * @param input values by field
 * @param options by field, what may be chosen; a field that is named here is a choice, whatever its type
 */
public record Suggestion(Map<String, Object> input, Map<String, List<Option>> options) {
    public static final Suggestion NONE = new Suggestion(Map.of(), Map.of());

    /**
     * Something to choose.
     *
     * @param value as the field takes it, written as text
     * @param title text as it is
     */
    public record Option(String value, String title) {}

    public Suggestion {
        input = Map.copyOf(input);
        options = Map.copyOf(options);
    }

    public static Suggestion of(String field, Object value) {
        return new Suggestion(Map.of(field, value), Map.of());
    }
}
