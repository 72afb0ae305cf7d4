package dev.fresnel.api.change;

import dev.fresnel.api.plugin.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Changes that belong together.
 *
 * @param changes in order
 * @param sequence each waits for the one before and is skipped when that failed; else each stands for itself, and one that has to wait
 *     ({@link Change#patience}) lets the others go on
 * @param first so many of them come first and in sequence; when one of these fails, the rest is skipped
 * @param commands {@code kubectl} commands that do the same as the whole; none = one is written for each change
 * @param notes what somebody should know before: what is lost, what is left alone
 */
public record Plan(List<Change> changes, boolean sequence, int first, List<String> commands, List<Message> notes) {
    public Plan {
        changes = List.copyOf(changes);
        commands = List.copyOf(commands);
        notes = List.copyOf(notes);
    }

    public Plan(List<Change> changes, boolean sequence) {
        this(changes, sequence, 0, List.of(), List.of());
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

    /** These in sequence, then the rest, each for itself: cordon a node, then evict what runs there. */
    public static Plan after(List<Change> first, List<Change> rest) {
        var all = new ArrayList<>(first);
        all.addAll(rest);
        return new Plan(all, false, first.size(), List.of(), List.of());
    }

    public Plan commands(List<String> texts) {
        return new Plan(changes, sequence, first, texts, notes);
    }

    public Plan notes(List<Message> messages) {
        return new Plan(changes, sequence, first, commands, messages);
    }
}
