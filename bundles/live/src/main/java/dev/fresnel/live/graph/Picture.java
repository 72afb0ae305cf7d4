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

    private final Atlas atlas;
    private final Wanted wanted;
    private final Fold fold;
    private final Map<String, Group> groups = new TreeMap<>();

    private static final class Group {
        final String key;
        final List<Card> cards = new ArrayList<>();
        private @Nullable State state;
        boolean open;
        int drawn;

        Group(String key) {
            this.key = key;
        }

        String id() {
            return "g:" + key;
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

    private Picture(Atlas atlas, Wanted wanted) {
        this.atlas = atlas;
        this.wanted = wanted;
        this.fold = new Fold(atlas.mesh(), wanted);
    }

    static Drawn of(Atlas atlas, Wanted wanted) {
        return new Picture(atlas, wanted).draw();
    }

    private Drawn draw() {
        if (wanted.group().equals("workload")) {
            fold.byWorkload();
        }
        fold.filter();
        for (Card card : fold.cards()) {
            if (card.kept) {
                groups.computeIfAbsent(card.group, Group::new).cards.add(card);
            }
        }
        open();
        Map<String, Drawn.Tile> tiles = new LinkedHashMap<>();
        Map<String, Drawn.Node> nodes = new LinkedHashMap<>();
        groups.values().stream().sorted(Comparator.comparing(Group::state).thenComparing(group -> group.key)).limit(MOST_TILES).forEach(group -> {
            tiles.put(group.id(), tile(group));
            group.cards.stream().filter(card -> card.drawn).forEach(card -> nodes.put(card.id, card.node(group.id())));
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
        Card centre = fold.focus();
        group.cards.sort(Comparator.comparing((Card card) -> card != centre)
                .thenComparing(card -> !card.troubled())
                .thenComparing(card -> card.pods.isEmpty())
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
            pods += card.pods.size();
            objects += card.members;
        }
        State state = group.state();
        String reason = state == State.OK
                ? ""
                : group.cards.stream().filter(card -> card.state() == state).map(Card::reason).filter(text -> !text.isEmpty()).findFirst().orElse("");
        return new Drawn.Tile(
                group.id(), group.key, state.word(), reason, objects, pods, counts, group.cards.size(), group.drawn, group.open, group.troubled());
    }

    private Map<String, Drawn.Line> lines() {
        Map<String, int[]> bundled = new LinkedHashMap<>();
        Map<String, Drawn.Line> lines = new LinkedHashMap<>();
        fold.links().forEach((link, count) -> {
            if (!link.from().kept || !link.to().kept) {
                return;
            }
            String from = end(link.from());
            String to = end(link.to());
            boolean bundle = !link.from().drawn || !link.to().drawn;
            boolean inside = bundle && link.from().group.equals(link.to().group);
            if (inside || lines.size() >= MOST_LINES) {
                return;
            }
            String role = bundle ? "" : link.role();
            String id = from + ">" + to + ">" + role;
            int[] sum = bundled.computeIfAbsent(id, none -> new int[1]);
            sum[0] += count[0];
            lines.put(id, new Drawn.Line(id, from, to, role, sum[0]));
        });
        return lines;
    }

    private static String end(Card card) {
        return card.drawn ? card.id : "g:" + card.group;
    }

    private Drawn.Info info() {
        Mesh mesh = atlas.mesh();
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
                layer.byUid.values().forEach(pod -> counts.merge(pod.health().state().word(), 1, Integer::sum));
            }
        }
        for (Card card : fold.cards()) {
            objects += card.members;
        }
        int pods = counts.values().stream().mapToInt(Integer::intValue).sum();
        hidden.sort(Comparator.naturalOrder());
        Map.Entry<String, String> state = state(mesh);
        return new Drawn.Info(state.getKey(), state.getValue(), objects, pods, fold.cards().size(), counts, kinds, List.copyOf(hidden));
    }

    /** How true it is: one kind that cannot be had is told among the hidden ones, not here. */
    private Map.Entry<String, String> state(Mesh mesh) {
        Map<Age.State, String> states = new HashMap<>();
        boolean seen = false;
        for (Layer layer : mesh.layers()) {
            if (layer.source.ended() == null) {
                seen = true;
                Age age = layer.source.age();
                states.put(age.state(), age.detail());
            }
        }
        if (!seen && !mesh.layers().isEmpty() && mesh.layers().stream().anyMatch(Layer::forbidden)) {
            return Map.entry("forbidden", "");
        }
        for (Age.State bad : List.of(Age.State.UNREACHABLE, Age.State.STALE)) {
            if (states.containsKey(bad)) {
                return Map.entry(bad.word(), states.get(bad));
            }
        }
        return Map.entry(atlas.quiet() ? "live" : "loading", "");
    }
}
