package dev.fresnel.live.graph;

import java.util.List;
import java.util.Set;

/** What one function said of one object, and everything that it asked for to say so: when one of that changes, it is asked again. */
final class Memo {
    final Vertex of;
    final Say say;
    List<Tie> ties = List.of();

    /** Names and uids that it asked for, there or not. */
    Set<Object> keys = Set.of();

    List<Selection> selections = List.of();
    boolean dirty;
    boolean failed;

    Memo(Vertex of, Say say) {
        this.of = of;
        this.say = say;
    }
}
