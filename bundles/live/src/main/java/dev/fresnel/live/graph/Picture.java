package dev.fresnel.live.graph;

import dev.fresnel.api.resource.State;
import dev.fresnel.live.store.Age;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes one picture: groups, the cards that are drawn, and the edges between them. */
final class Picture {
    /** Edges that a page is sent at most. */
    private static final int MOST_LINES = 3_000;

    /** Groups that a page is sent at most: a page draws fewer. */
    private static final int MOST_TILES = 1_000;

    private static final Comparator<Card> BY_NAME = Comparator.comparing((Card card) -> card.of.name()).thenComparing(card -> card.id);

    private final Mesh mesh;
    private final boolean quiet;
    private final Wanted wanted;
    private final Fold fold;
    private final Map<String, Group> groups = new HashMap<>();

    private static final class Group {
        final String key;
        final String id;
        final List<Card> cards = new ArrayList<>();
        private @Nullable State state;
        boolean open;
        int drawn;

        Group(String key) {
            this.key = key;
            this.id = "g:" + key;
        }

        /** Not to be asked before all its cards are there. */
        State state() {
            State known = state;
            if (known == null) {
                known = State.OK;
                for (Card card : cards) {
                    State one = card.state();
                    if (Vertex.troubled(one) && (known == State.OK || one.compareTo(known) < 0)) {
                        known = one;
                    }
                }
                state = known;
            }
            return known;
        }

        int troubled() {
            return (int) cards.stream().filter(Card::troubled).count();
        }
    }

    private Picture(Mesh mesh, boolean quiet, Fold fold, Wanted wanted) {
        this.mesh = mesh;
        this.quiet = quiet;
        this.wanted = wanted;
        this.fold = fold;
    }

    /** @param quiet whether everything is there and has been said */
    static Drawn of(Mesh mesh, boolean quiet, Fold fold, Wanted wanted) {
        return new Picture(mesh, quiet, fold.update(), wanted).draw();
    }

    private Drawn draw() {
        new Choice(fold, wanted).make();
        for (Card card : fold.cards()) {
            if (card.kept) {
                groups.computeIfAbsent(card.group, Group::new).cards.add(card);
            }
        }
        open();
        groups.values().forEach(group -> group.cards.forEach(card -> card.end = card.drawn ? card.id : group.id));
        Map<String, Drawn.Tile> tiles = new LinkedHashMap<>();
        Map<String, Drawn.Node> nodes = new LinkedHashMap<>();
        groups.values().stream().sorted(Comparator.comparing(Group::state).thenComparing(group -> group.key)).limit(MOST_TILES).forEach(group -> {
            tiles.put(group.id, tile(group));
            group.cards.stream().filter(card -> card.drawn).forEach(card -> nodes.put(card.id, card.node(group.id)));
        });
        return new Drawn(info(), tiles, nodes, lines());
    }

    /** Opens groups and draws cards as long as there is room: those that were asked for first, then those in trouble. */
    private void open() {
        int room = wanted.limit();
        for (String key : wanted.open()) {
            Group group = groups.get(key);
            if (group != null) {
                room = open(group, room);
            }
        }
        if (!wanted.auto() && wanted.focus().none()) {
            return;
        }
        List<Group> others = groups.values().stream().filter(group -> !group.open).sorted(Comparator.comparing(Group::state).thenComparing(group -> group.key)).toList();
        for (Group group : others) {
            if (group.cards.size() <= room || room == wanted.limit()) {
                room = open(group, room);
            }
        }
    }

    private int open(Group group, int room) {
        group.open = true;
        Card centre = fold.card(wanted.focus());
        group.cards.sort(Comparator.comparing((Card card) -> card != centre)
                .thenComparing(card -> !card.troubled())
                .thenComparing(card -> card.pods().isEmpty())
                .thenComparing(card -> -card.degree)
                .thenComparing(card -> card.of.name())
                .thenComparing(card -> card.id));
        for (Card card : group.cards) {
            if (group.drawn < room) {
                card.drawn = true;
                group.drawn++;
            }
        }
        return room - group.drawn;
    }

    private static Drawn.Tile tile(Group group) {
        Map<String, Integer> counts = new TreeMap<>();
        int pods = 0;
        int objects = 0;
        for (Card card : group.cards) {
            card.counts().forEach((state, count) -> counts.merge(state, count, Integer::sum));
            pods += card.pods().size();
            objects += card.members;
        }
        State state = group.state();
        String reason = state == State.OK
                ? ""
                : group.cards.stream().filter(card -> card.state() == state && !card.reason().isEmpty()).min(BY_NAME).map(Card::reason).orElse("");
        return new Drawn.Tile(
                group.id, group.key, state.word(), reason, objects, pods, counts, group.cards.size(), group.drawn, group.open, group.troubled());
    }

    /** An edge as it is drawn: between cards, or a bundle where an end is a group. */
    private record Ends(String from, String to, String role) {
        Drawn.Line line(int count) {
            return new Drawn.Line(from + ">" + to + ">" + role, from, to, role, count);
        }
    }

    private Map<String, Drawn.Line> lines() {
        Map<Ends, int[]> bundled = new HashMap<>();
        for (Fold.Link link : fold.links()) {
            boolean bundle = !link.from.drawn || !link.to.drawn;
            boolean inside = bundle && link.from.group.equals(link.to.group);
            if (link.from.kept && link.to.kept && !inside) {
                bundled.computeIfAbsent(new Ends(link.from.end, link.to.end, bundle ? "" : link.role), none -> new int[1])[0] += link.count;
            }
        }
        Map<String, Drawn.Line> lines = new LinkedHashMap<>();
        bundled.entrySet().stream().map(one -> one.getKey().line(one.getValue()[0])).sorted(Comparator.comparing(Drawn.Line::id)).limit(MOST_LINES)
                .forEach(line -> lines.put(line.id(), line));
        return lines;
    }

    private Drawn.Info info() {
        Map<String, Integer> counts = new TreeMap<>();
        Map<String, Integer> kinds = new TreeMap<>();
        List<String> hidden = new ArrayList<>();
        int objects = 0;
        for (Layer layer : mesh.layers()) {
            if (layer.forbidden()) {
                hidden.add(layer.id);
            } else if (!layer.byUid.isEmpty()) {
                kinds.put(layer.id, layer.byUid.size());
            }
            if (layer.id.equals("pods") && !wanted.without().contains("pods")) {
                int[] sums = new int[State.values().length];
                layer.byUid.values().forEach(pod -> sums[pod.health().state().ordinal()]++);
                for (State one : State.values()) {
                    if (sums[one.ordinal()] > 0) {
                        counts.put(one.word(), sums[one.ordinal()]);
                    }
                }
            }
        }
        for (Card card : fold.cards()) {
            objects += card.members;
        }
        int pods = counts.values().stream().mapToInt(Integer::intValue).sum();
        hidden.sort(Comparator.naturalOrder());
        Map.Entry<String, String> state = state();
        return new Drawn.Info(state.getKey(), state.getValue(), objects, pods, fold.cards().size(), counts, kinds, List.copyOf(hidden));
    }

    /** How true it is: one kind that cannot be had is told among the hidden ones, not here. */
    private Map.Entry<String, String> state() {
        Map<Age.State, String> states = new HashMap<>();
        Map<Age.State, String> unknown = new HashMap<>();
        boolean seen = false;
        for (Layer layer : mesh.layers()) {
            if (layer.source.ended() == null) {
                seen = true;
                Age age = layer.source.age();
                (layer.source.served() == null ? unknown : states).put(age.state(), age.detail());
            }
        }
        // A kind that is asked for again and again is no sign that the cluster is away while others are there.
        states = states.isEmpty() ? unknown : states;
        if (!seen && !mesh.layers().isEmpty() && mesh.layers().stream().anyMatch(Layer::forbidden)) {
            return Map.entry("forbidden", "");
        }
        for (Age.State bad : List.of(Age.State.UNREACHABLE, Age.State.STALE)) {
            if (states.containsKey(bad)) {
                return Map.entry(bad.word(), states.get(bad));
            }
        }
        return Map.entry(quiet ? "live" : "loading", "");
    }
}
