package dev.fresnel.live.graph;

import java.util.Set;

/**
 * What of a question decides how objects are folded. Pictures that agree on it are made of one {@link Fold}.
 *
 * @param open groups whose pods have cards of their own
 * @param all whether those of all groups have
 * @param part the object whose owner is unfolded, for the picture is about it; without a name there is none
 */
record Folding(String group, Set<String> without, Set<String> open, boolean all, Wanted.Focus part) {
    private static final Wanted.Focus NONE = new Wanted.Focus("", "", "", 1);

    static Folding of(Wanted wanted) {
        Wanted.Focus focus = wanted.focus();
        boolean node = wanted.group().equals("node");
        boolean part = !node && !focus.none() && Layer.PARTS.contains(focus.resource());
        return new Folding(
                wanted.group(),
                wanted.without(),
                wanted.pods() ? wanted.open() : Set.of(),
                wanted.pods() && (wanted.auto() || !node && !focus.none()),
                part ? new Wanted.Focus(focus.resource(), focus.namespace(), focus.name(), 1) : NONE);
    }

    boolean single(String key) {
        return all || open.contains(key);
    }
}
