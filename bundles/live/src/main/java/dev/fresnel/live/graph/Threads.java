package dev.fresnel.live.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which function asked for what, so that what changes is asked again and nothing else is. Belongs to its atlas' thread. */
final class Threads {
    private final Map<Object, Set<Memo>> asked = new HashMap<>();
    private final Map<String, Map<Selection, Set<Memo>>> selected = new HashMap<>();
    private final ArrayDeque<Memo> due = new ArrayDeque<>();

    /** A name that was asked for. */
    record Name(String kind, String namespace, String name) {}

    /** Told of an object that is new, has left, or reads otherwise now. */
    void changed(Vertex vertex) {
        again(asked.get(new Name(vertex.kind(), vertex.namespace(), vertex.name())));
        again(asked.get(vertex.uid()));
        vertex.memos.forEach(this::again);
        selected(vertex, vertex.namespace());
        if (!vertex.namespace().isEmpty()) {
            selected(vertex, "");
        }
    }

    /** Its labels before and now both count: call it before and after. */
    private void selected(Vertex vertex, String namespace) {
        selected.getOrDefault(vertex.kind() + "/" + namespace, Map.of()).forEach((selection, memos) -> {
            if (selection.labels().test(vertex.row)) {
                again(memos);
            }
        });
    }

    /** Its former labels, before the row is replaced. */
    void leaves(Vertex vertex) {
        selected(vertex, vertex.namespace());
        if (!vertex.namespace().isEmpty()) {
            selected(vertex, "");
        }
    }

    private void again(@Nullable Set<Memo> memos) {
        if (memos != null) {
            memos.forEach(this::again);
        }
    }

    void again(Memo memo) {
        if (!memo.dirty) {
            memo.dirty = true;
            due.add(memo);
        }
    }

    void learn(Memo memo, Set<Object> keys, List<Selection> selections) {
        forget(memo);
        memo.keys = keys;
        memo.selections = selections;
        keys.forEach(key -> asked.computeIfAbsent(key, none -> new LinkedHashSet<>(2)).add(memo));
        for (Selection selection : selections) {
            selected.computeIfAbsent(selection.kind() + "/" + selection.namespace(), none -> new HashMap<>())
                    .computeIfAbsent(selection, none -> new LinkedHashSet<>(2)).add(memo);
        }
    }

    void forget(Memo memo) {
        for (Object key : memo.keys) {
            Set<Memo> memos = asked.get(key);
            if (memos != null && memos.remove(memo) && memos.isEmpty()) {
                asked.remove(key);
            }
        }
        for (Selection selection : memo.selections) {
            Map<Selection, Set<Memo>> there = selected.getOrDefault(selection.kind() + "/" + selection.namespace(), Map.of());
            Set<Memo> memos = there.get(selection);
            if (memos != null && memos.remove(memo) && memos.isEmpty()) {
                there.remove(selection);
            }
        }
        memo.keys = Set.of();
        memo.selections = List.of();
    }

    /** Takes up to so many that are to be asked again, in the order in which they came. */
    List<Memo> take(int most) {
        List<Memo> taken = new ArrayList<>();
        while (taken.size() < most) {
            Memo next = due.poll();
            if (next == null) {
                break;
            }
            if (next.dirty && next.of.memo(next.say) == next) {
                taken.add(next);
            }
            next.dirty = false;
        }
        return taken;
    }

    boolean idle() {
        return due.isEmpty();
    }
}
