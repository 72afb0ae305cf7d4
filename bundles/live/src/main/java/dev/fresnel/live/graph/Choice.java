package dev.fresnel.live.graph;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which cards of a fold one picture keeps, by its filters and its focus, and which workload they stand with. */
final class Choice {
    private final Fold fold;
    private final Wanted wanted;

    Choice(Fold fold, Wanted wanted) {
        this.fold = fold;
        this.wanted = wanted;
    }

    void make() {
        if (wanted.group().equals("workload")) {
            byWorkload();
        }
        filter();
    }

    private void filter() {
        if (!wanted.text().isEmpty()) {
            Set<Card> matched = new HashSet<>();
            fold.folded().forEach((vertex, card) -> {
                if (!matched.contains(card) && matches(vertex)) {
                    matched.add(card);
                }
            });
            keep(matched);
        }
        if (wanted.problems()) {
            keep(around(fold.cards().stream().filter(Card::troubled).toList(), 1));
        }
        if (!wanted.focus().none()) {
            Card centre = fold.card(wanted.focus());
            keep(centre == null ? Set.of() : around(List.of(centre), wanted.focus().steps()));
        }
    }

    private void keep(Set<Card> some) {
        fold.cards().forEach(card -> card.kept &= some.contains(card));
    }

    private boolean matches(Vertex vertex) {
        return contains(vertex.name()) || contains(vertex.layer.kind().kind()) || contains(vertex.namespace());
    }

    private boolean contains(String text) {
        return text.toLowerCase(Locale.ROOT).contains(wanted.text());
    }

    private Set<Card> around(Collection<Card> from, int steps) {
        Map<Card, List<Card>> next = fold.neighbours();
        Map<Card, Integer> reached = new HashMap<>();
        ArrayDeque<Card> queue = new ArrayDeque<>(from);
        from.forEach(card -> reached.put(card, 0));
        while (!queue.isEmpty()) {
            Card card = queue.poll();
            int distance = reached.get(card);
            if (distance < steps) {
                for (Card neighbour : next.getOrDefault(card, List.of())) {
                    if (reached.putIfAbsent(neighbour, distance + 1) == null) {
                        queue.add(neighbour);
                    }
                }
            }
        }
        return reached.keySet();
    }

    /** What is grouped by workload: a workload has its own group, everything else that of a workload that it leads to. */
    private void byWorkload() {
        Map<Card, List<Card>> next = fold.neighbours();
        for (Card card : fold.cards()) {
            card.group = card.pods().isEmpty() ? "" : name(card);
        }
        for (int round = 0; round < 3; round++) {
            Map<Card, String> taken = new HashMap<>();
            for (Card card : fold.cards()) {
                if (card.group.isEmpty()) {
                    next.getOrDefault(card, List.of()).stream().map(one -> one.group).filter(group -> !group.isEmpty()).min(String::compareTo)
                            .ifPresent(group -> taken.put(card, group));
                }
            }
            taken.forEach((card, group) -> card.group = group);
        }
    }

    private static String name(Card card) {
        return card.of.namespace().isEmpty() ? card.of.name() : card.of.namespace() + "/" + card.of.name();
    }
}
