package dev.fresnel.live.graph;

import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.resource.Health;
import dev.fresnel.api.resource.State;
import dev.fresnel.live.store.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One object that the caller sees, and what functions said of it. Belongs to its atlas' thread. */
final class Vertex {
    final Layer layer;
    final List<Memo> memos = new ArrayList<>(2);
    Row row;
    private Set<Tie> ties = Set.of();

    /** What functions read of it, as one number; 0 = not looked at yet. */
    long print;

    /** In which round it was seen last. */
    int round;

    Vertex(Layer layer, Row row) {
        this.layer = layer;
        this.row = row;
    }

    String uid() {
        return row.uid();
    }

    String name() {
        return row.name();
    }

    String namespace() {
        return row.namespace();
    }

    String kind() {
        return layer.id;
    }

    Health health() {
        return row.health();
    }

    /** Whether something is wrong with it; what is off or finished is not. */
    boolean troubled() {
        return troubled(health().state());
    }

    static boolean troubled(State state) {
        return state != State.OK && state != State.OFF && state != State.PROGRESS;
    }

    ObjectRef ref() {
        return new ObjectRef(layer.cluster, layer.kind(), namespace(), name());
    }

    /** Whether it is shown as a part of what owns it. */
    boolean part() {
        return layer.parts;
    }

    /** Edges that begin or end here. */
    Set<Tie> ties() {
        return ties;
    }

    void tie(Tie tie) {
        if (ties.isEmpty()) {
            ties = new HashSet<>(4);
        }
        ties.add(tie);
    }

    boolean untie(Tie tie) {
        boolean there = ties.contains(tie) && ties.remove(tie);
        if (ties.isEmpty()) {
            ties = Set.of();
        }
        return there;
    }

    @Nullable Memo memo(Say say) {
        for (Memo memo : memos) {
            if (memo.say == say) {
                return memo;
            }
        }
        return null;
    }
}
