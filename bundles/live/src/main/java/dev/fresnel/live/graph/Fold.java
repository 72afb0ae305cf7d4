package dev.fresnel.live.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Objects folded into cards, edges into edges between cards. Made anew for each picture, on the atlas' thread. */
final class Fold {
    /** Kinds that are a part of what owns them. */
    private static final Set<String> PARTS =
            Set.of("pods", "replicasets.apps", "jobs.batch", "endpointslices.discovery.k8s.io", "controllerrevisions.apps");

    private final Mesh mesh;
    private final Wanted wanted;
    private final Map<String, Card> cards = new LinkedHashMap<>();
    private final Map<Vertex, Card> cardOf = new IdentityHashMap<>();
    private final Map<Link, int[]> links = new LinkedHashMap<>();

    /** An edge between cards. */
    record Link(Card from, Card to, String role) {}

    Fold(Mesh mesh, Wanted wanted) {
        this.mesh = mesh;
        this.wanted = wanted;
        List<Tie> ties = ties();
        Set<Vertex> ends = new HashSet<>();
        for (Tie tie : ties) {
            ends.add(tie.from());
            ends.add(tie.to());
        }
        Vertex centre = centre();
        Vertex unfolded = centre != null && PARTS.contains(centre.kind()) ? top(centre) : null;
        for (Layer layer : mesh.layers()) {
            if (!wanted.without().contains(layer.id)) {
                layer.byUid.values().stream().filter(vertex -> ends.contains(vertex) || mesh.shown(vertex)).forEach(vertex -> fold(vertex, unfolded));
            }
        }
        ties.forEach(this::link);
        links.keySet().forEach(link -> {
            link.from().degree++;
            link.to().degree++;
        });
    }

    private List<Tie> ties() {
        List<Tie> ties = new ArrayList<>();
        for (Vertex vertex : mesh.vertices()) {
            for (Memo memo : vertex.memos) {
                for (Tie tie : memo.ties) {
                    if (there(tie.from()) && there(tie.to())) {
                        ties.add(tie);
                    }
                }
            }
        }
        return ties;
    }

    /** A function that has not been asked again yet may still speak of what has left. */
    private boolean there(Vertex vertex) {
        return !wanted.without().contains(vertex.kind()) && mesh.byUid(vertex.uid()) == vertex;
    }

    private @Nullable Vertex centre() {
        Wanted.Focus focus = wanted.focus();
        return focus.none() ? null : mesh.named(focus.resource(), focus.namespace(), focus.name());
    }

    @Nullable Card focus() {
        Vertex centre = centre();
        return centre == null ? null : cardOf.get(centre);
    }

    private Vertex top(Vertex vertex) {
        Vertex top = vertex;
        for (int depth = 0; depth < 6 && PARTS.contains(top.kind()); depth++) {
            Vertex owner = owner(top);
            if (owner == null) {
                break;
            }
            top = owner;
        }
        return top;
    }

    private @Nullable Vertex owner(Vertex vertex) {
        for (String uid : vertex.row.owners()) {
            Vertex owner = mesh.byUid(uid);
            if (owner != null && there(owner) && owner != vertex && !owner.kind().equals("nodes")) {
                return owner;
            }
        }
        return null;
    }

    private void fold(Vertex vertex, @Nullable Vertex unfolded) {
        Vertex top = top(vertex);
        boolean own = top == unfolded || wanted.pods() && (wanted.open().contains(key(top)) || wanted.auto() || !wanted.focus().none());
        Card card;
        if (wanted.group().equals("node")) {
            if (!Card.pod(vertex)) {
                return;
            }
            String node = vertex.row.field("spec.nodeName");
            boolean single = wanted.pods() && (wanted.open().contains(node) || wanted.auto());
            card = cards.computeIfAbsent(single ? vertex.uid() : top.uid() + "@" + node, id -> new Card(id, single ? vertex : top));
            card.group = node;
        } else {
            Vertex shown = own ? vertex : top;
            if (own && vertex != top && !Card.pod(vertex) && idle(vertex)) {
                return;
            }
            card = cards.computeIfAbsent(shown.uid(), id -> new Card(id, shown));
            card.group = key(shown);
        }
        card.members++;
        cardOf.put(vertex, card);
        if (Card.pod(vertex)) {
            card.pods.add(vertex);
        }
    }

    /** A ReplicaSet of a former revision. */
    private static boolean idle(Vertex vertex) {
        return vertex.kind().equals("replicasets.apps") && vertex.row.still(vertex.row.header().named("Desired")).equals("0");
    }

    private String key(Vertex vertex) {
        String group = wanted.group();
        if (group.startsWith("label:")) {
            String value = vertex.row.label(group.substring(6));
            return value == null ? "" : value;
        }
        return switch (group) {
            case "namespace" -> vertex.namespace();
            case "cluster" -> vertex.layer.cluster;
            default -> "";
        };
    }

    private void link(Tie tie) {
        Card from = cardOf.get(tie.from());
        Card to = cardOf.get(tie.to());
        if (from != null && to != null && from != to) {
            links.computeIfAbsent(new Link(from, to, tie.role()), link -> new int[1])[0]++;
        }
    }

    Collection<Card> cards() {
        return cards.values();
    }

    Map<Link, int[]> links() {
        return links;
    }

    private Map<Card, List<Card>> neighbours() {
        Map<Card, List<Card>> next = new IdentityHashMap<>();
        for (Link link : links.keySet()) {
            next.computeIfAbsent(link.from(), card -> new ArrayList<>()).add(link.to());
            next.computeIfAbsent(link.to(), card -> new ArrayList<>()).add(link.from());
        }
        return next;
    }

    /** Keeps what the filters and the focus ask for. */
    void filter() {
        if (!wanted.text().isEmpty()) {
            Set<Card> matched = new HashSet<>();
            cardOf.forEach((vertex, card) -> {
                if (matches(vertex)) {
                    matched.add(card);
                }
            });
            cards.values().forEach(card -> card.kept &= matched.contains(card));
        }
        if (wanted.problems()) {
            Set<Card> near = around(cards.values().stream().filter(Card::troubled).toList(), 1);
            cards.values().forEach(card -> card.kept &= near.contains(card));
        }
        if (!wanted.focus().none()) {
            Card centre = focus();
            Set<Card> near = centre == null ? Set.of() : around(List.of(centre), wanted.focus().steps());
            cards.values().forEach(card -> card.kept &= near.contains(card));
        }
    }

    private static boolean matchesText(String text, String wanted) {
        return text.toLowerCase(Locale.ROOT).contains(wanted);
    }

    private boolean matches(Vertex vertex) {
        return matchesText(vertex.name(), wanted.text()) || matchesText(vertex.layer.kind().kind(), wanted.text()) || matchesText(vertex.namespace(), wanted.text());
    }

    private Set<Card> around(Collection<Card> from, int steps) {
        Map<Card, List<Card>> next = neighbours();
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
    void byWorkload() {
        Map<Card, List<Card>> next = neighbours();
        for (Card card : cards.values()) {
            card.group = card.pods.isEmpty() ? "" : name(card);
        }
        for (int round = 0; round < 3; round++) {
            Map<Card, String> taken = new HashMap<>();
            for (Card card : cards.values()) {
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
