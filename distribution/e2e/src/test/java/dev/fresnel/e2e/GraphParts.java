package dev.fresnel.e2e;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What pictures of a part of one user's graph have to show: objects are folded into what owns them, then filtered, with nothing of the product. */
final class GraphParts {
    private static final Set<String> PARTS = Set.of("pods", "replicasets.apps", "jobs.batch", "endpointslices.discovery.k8s.io");
    private static final Set<String> TROUBLE = Set.of("error", "warning", "waiting", "unknown");

    private final GraphOracle.Drawn drawn;
    private final Map<String, String> cards = new HashMap<>();
    private final Set<String> troubled = new HashSet<>();
    private final Set<Line> lines = new HashSet<>();

    private record Line(String from, String role, String to) {
        String text() {
            return from + " " + role + " " + to;
        }
    }

    /** Cards and what is between them, as text. */
    record Shown(Set<String> cards, Set<String> edges) {}

    /**
     * @param states of objects, by what they are called in {@code drawn}
     * @param about the object whose owner is unfolded; {@code ""} = none
     */
    GraphParts(GraphOracle.Drawn drawn, Map<String, String> states, String about) {
        this.drawn = drawn;
        String unfolded = about.isEmpty() ? "" : top(about);
        for (String node : drawn.nodes()) {
            String top = top(node);
            String card = top.equals(unfolded) ? node : top;
            cards.put(node, card);
            if (TROUBLE.contains(states.getOrDefault(card, "")) || node.startsWith("pods ") && TROUBLE.contains(states.getOrDefault(node, ""))) {
                troubled.add(card);
            }
        }
        for (String edge : drawn.edges()) {
            String[] words = edge.split(" ");
            String from = cards.get(words[0] + " " + words[1]);
            String to = cards.get(words[3] + " " + words[4]);
            if (!from.equals(to)) {
                lines.add(new Line(from, words[2], to));
            }
        }
    }

    private String top(String node) {
        String top = node;
        while (PARTS.contains(top.substring(0, top.indexOf(' '))) && drawn.owners().containsKey(top)) {
            top = drawn.owners().get(top);
        }
        return top;
    }

    Shown problems() {
        return around(troubled, 1);
    }

    Shown focus(String node, int steps) {
        return cards.containsKey(node) ? around(Set.of(cards.get(node)), steps) : new Shown(Set.of(), Set.of());
    }

    private Shown around(Set<String> from, int steps) {
        var near = new TreeSet<>(from);
        for (int step = 0; step < steps; step++) {
            var next = new TreeSet<String>();
            for (Line line : lines) {
                if (near.contains(line.from()) || near.contains(line.to())) {
                    next.add(line.from());
                    next.add(line.to());
                }
            }
            near.addAll(next);
        }
        var edges = new TreeSet<String>();
        lines.stream().filter(line -> near.contains(line.from()) && near.contains(line.to())).forEach(line -> edges.add(line.text()));
        return new Shown(near, edges);
    }
}
