package dev.fresnel.api.change;

import java.util.List;
import java.util.function.Function;

/**
 * Changes that belong together.
 *
 * @param changes in order
 * @param sequence each waits for the one before and is skipped when that failed; else each stands for itself
 */
public record Plan(List<Change> changes, boolean sequence) {
    public Plan {
        changes = List.copyOf(changes);
    }

    public static Plan of(Change change) {
        return new Plan(List.of(change), true);
    }

    /** One change for each, with a result for each. */
    public static <T> Plan each(List<T> things, Function<T, Change> change) {
        return new Plan(things.stream().map(change).toList(), false);
    }

    /** One after the other; the first failure ends it. */
    public static Plan sequence(List<Change> changes) {
        return new Plan(changes, true);
    }
}
