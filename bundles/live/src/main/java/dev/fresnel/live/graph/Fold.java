package dev.fresnel.live.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Objects folded into cards, edges into edges between cards. Kept up: after a change only what it touches is folded again, which is
 * the same as folding everything anew. Belongs to its atlas' thread.
 */
final class Fold implements Mesh.Listener {
    /** Owners of owners that are followed. */
    private static final int DEPTH = 6;

    /** Changes that are remembered at least before it is cheaper to fold everything anew. */
    private static final int FEW = 1_000;

    private final Mesh mesh;
    private final Folding folding;
    private final Map<String, Card> cards = new LinkedHashMap<>();
    private final Map<Vertex, Card> cardOf = new IdentityHashMap<>();
    private final Map<Tie, Link> linkOf = new HashMap<>();
    private final Map<Link, Link> links = new LinkedHashMap<>();
    private final Set<Vertex> changed = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Tie> tied = new HashSet<>();
    private @Nullable Vertex unfolded;
    private boolean anew = true;
    long used = System.nanoTime();

    /** An edge between cards, and how many edges it stands for. */
    static final class Link {
        final Card from;
        final Card to;
        final String role;
        int count;

        Link(Card from, Card to, String role) {
            this.from = from;
            this.to = to;
            this.role = role;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Link link && link.from == from && link.to == to && link.role.equals(role);
        }

        @Override
        public int hashCode() {
            return (System.identityHashCode(from) * 31 + System.identityHashCode(to)) * 31 + role.hashCode();
        }
    }

    Fold(Mesh mesh, Folding folding) {
        this.mesh = mesh;
        this.folding = folding;
        mesh.listen(this);
    }

    // ---- what has changed

    @Override
    public void changed(Vertex vertex) {
        if (!anew) {
            changed.add(vertex);
            remember();
        }
    }

    @Override
    public void tied(Tie tie) {
        if (!anew) {
            tied.add(tie);
            changed.add(tie.from());
            changed.add(tie.to());
            remember();
        }
    }

    private void remember() {
        if (changed.size() + tied.size() > Math.max(FEW, mesh.vertices().size())) {
            anew();
        }
    }

    @Override
    public void anew() {
        anew = true;
        cards.clear();
        cardOf.clear();
        linkOf.clear();
        links.clear();
        changed.clear();
        tied.clear();
        unfolded = null;
    }

    /** Folds as everything is now. */
    Fold update() {
        Vertex part = centre(folding.part());
        Vertex now = part == null ? null : top(part);
        if (now != unfolded) {
            anew();
            unfolded = now;
        }
        if (anew) {
            anew = false;
            everything();
        } else {
            again(touched());
        }
        changed.clear();
        tied.clear();
        cards.values().forEach(Card::fresh);
        return this;
    }

    void close() {
        mesh.forget(this);
    }

    private void everything() {
        List<Vertex> all = new ArrayList<>();
        for (Layer layer : mesh.layers()) {
            if (!folding.without().contains(layer.id)) {
                all.addAll(layer.byUid.values());
            }
        }
        all.forEach(this::fold);
        for (Vertex vertex : all) {
            for (Tie tie : vertex.ties()) {
                if (tie.from() == vertex) {
                    link(tie);
                }
            }
        }
    }

    /** What has changed, and what is a part of that: its card is another one when its owner is. */
    private Collection<Vertex> touched() {
        Set<Vertex> all = Collections.newSetFromMap(new IdentityHashMap<>());
        ArrayDeque<Vertex> queue = new ArrayDeque<>(changed);
        while (!queue.isEmpty()) {
            Vertex vertex = queue.poll();
            if (all.add(vertex)) {
                queue.addAll(mesh.parts(vertex.uid()));
            }
        }
        return all;
    }

    private void again(Collection<Vertex> touched) {
        Map<Vertex, Card> before = new IdentityHashMap<>();
        for (Vertex vertex : touched) {
            Card card = cardOf.remove(vertex);
            if (card != null) {
                card.leave(vertex);
                before.put(vertex, card);
            }
        }
        touched.stream().filter(vertex -> there(vertex) && vertex.layer.byUid.get(vertex.uid()) == vertex).forEach(this::fold);
        for (Card card : before.values()) {
            if (card.members == 0) {
                cards.remove(card.id, card);
            }
        }
        for (Vertex vertex : touched) {
            if (cardOf.get(vertex) != before.get(vertex)) {
                vertex.ties().forEach(this::link);
            }
        }
        tied.forEach(this::link);
    }

    // ---- objects into cards

    private boolean there(Vertex vertex) {
        return !folding.without().contains(vertex.kind());
    }

    private @Nullable Vertex centre(Wanted.Focus focus) {
        Vertex centre = focus.none() ? null : mesh.named(focus.resource(), focus.namespace(), focus.name());
        return centre != null && there(centre) ? centre : null;
    }

    @Nullable Card card(Wanted.Focus focus) {
        Vertex centre = centre(focus);
        return centre == null ? null : cardOf.get(centre);
    }

    private Vertex top(Vertex vertex) {
        Vertex top = vertex;
        for (int depth = 0; depth < DEPTH && top.part(); depth++) {
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

    /** Those of kinds that functions speak of, and others where an edge leads. */
    private boolean shown(Vertex vertex) {
        if (mesh.shown(vertex)) {
            return true;
        }
        for (Tie tie : vertex.ties()) {
            if (there(tie.from()) && there(tie.to())) {
                return true;
            }
        }
        return false;
    }

    private void fold(Vertex vertex) {
        if (!shown(vertex)) {
            return;
        }
        Vertex top = top(vertex);
        Card card;
        if (folding.group().equals("node")) {
            if (!Card.pod(vertex)) {
                return;
            }
            String node = vertex.row.field("spec.nodeName");
            boolean single = folding.single(node);
            card = card(single ? vertex.uid() : top.uid() + "@" + node, single ? vertex : top);
            card.group = node;
        } else {
            boolean own = top == unfolded || folding.single(key(top));
            if (own && vertex != top && !Card.pod(vertex) && idle(vertex)) {
                return;
            }
            Vertex shown = own ? vertex : top;
            card = card(shown.uid(), shown);
            card.group = key(shown);
        }
        card.join(vertex);
        cardOf.put(vertex, card);
    }

    /** Whoever has come again under the same uid is another object. */
    private Card card(String id, Vertex of) {
        Card known = cards.get(id);
        if (known != null && known.of == of) {
            return known;
        }
        Card card = new Card(id, of);
        cards.put(id, card);
        return card;
    }

    /** A ReplicaSet of a former revision. */
    private static boolean idle(Vertex vertex) {
        return vertex.kind().equals("replicasets.apps") && vertex.row.still(vertex.row.header().named("Desired")).equals("0");
    }

    private String key(Vertex vertex) {
        String group = folding.group();
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

    // ---- edges between cards

    private void link(Tie tie) {
        Card from = tie.holds() ? cardOf.get(tie.from()) : null;
        Card to = cardOf.get(tie.to());
        Link before = linkOf.get(tie);
        if (from == null || to == null || from == to) {
            if (before != null) {
                linkOf.remove(tie);
                drop(before);
            }
            return;
        }
        if (before != null && before.from == from && before.to == to) {
            return;
        }
        Link link = links.computeIfAbsent(new Link(from, to, tie.role()), one -> one);
        if (link.count++ == 0) {
            from.degree++;
            to.degree++;
        }
        linkOf.put(tie, link);
        if (before != null) {
            drop(before);
        }
    }

    private void drop(Link link) {
        if (--link.count == 0) {
            links.remove(link);
            link.from.degree--;
            link.to.degree--;
        }
    }

    // ---- what it has come to

    Collection<Card> cards() {
        return cards.values();
    }

    Collection<Link> links() {
        return links.values();
    }

    Map<Vertex, Card> folded() {
        return cardOf;
    }

    Map<Card, List<Card>> neighbours() {
        Map<Card, List<Card>> next = new IdentityHashMap<>();
        for (Link link : links.values()) {
            next.computeIfAbsent(link.from, card -> new ArrayList<>()).add(link.to);
            next.computeIfAbsent(link.to, card -> new ArrayList<>()).add(link.from);
        }
        return next;
    }
}
