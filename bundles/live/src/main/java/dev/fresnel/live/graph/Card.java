package dev.fresnel.live.graph;

import dev.fresnel.api.resource.State;
import dev.fresnel.live.store.Row;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An object that is drawn or could be, with what is folded into it. What it says of itself is kept until that changes. */
final class Card {
    /** Squares that fit on a card. */
    private static final int SQUARES = 64;

    final String id;
    final Vertex of;
    private final Set<Vertex> pods = new LinkedHashSet<>(2);
    String group = "";
    int members;
    int degree;

    /** Whether the picture that is being made has it, draws it, and where its edges end then. */
    boolean kept = true;
    boolean drawn;
    String end = "";

    private @Nullable State state;
    private @Nullable String reason;
    private @Nullable Map<String, Integer> counts;

    Card(String id, Vertex of) {
        this.id = id;
        this.of = of;
    }

    static boolean pod(Vertex vertex) {
        return vertex.kind().equals("pods");
    }

    void join(Vertex vertex) {
        members++;
        if (pod(vertex)) {
            pods.add(vertex);
        }
        forget();
    }

    void leave(Vertex vertex) {
        members--;
        pods.remove(vertex);
        forget();
    }

    private void forget() {
        state = null;
        reason = null;
        counts = null;
    }

    /** Another picture is made. */
    void fresh() {
        kept = true;
        drawn = false;
    }

    Set<Vertex> pods() {
        return pods;
    }

    /** The worst of it and its pods, where that is trouble; else its own. */
    State state() {
        State known = state;
        if (known == null) {
            known = worst();
            state = known;
        }
        return known;
    }

    private State worst() {
        State worst = of.health().state();
        for (Vertex pod : pods) {
            State one = pod.health().state();
            if (Vertex.troubled(one) && (!Vertex.troubled(worst) || one.compareTo(worst) < 0)) {
                worst = one;
            }
        }
        return worst;
    }

    boolean troubled() {
        return Vertex.troubled(state());
    }

    /** In Kubernetes' words; {@code ""} when nothing is wrong. */
    String reason() {
        String known = reason;
        if (known == null) {
            known = why();
            reason = known;
        }
        return known;
    }

    private String why() {
        if (!troubled()) {
            return of.health().reason();
        }
        State worst = state();
        Map<String, Integer> words = new HashMap<>();
        for (Vertex pod : pods) {
            if (pod.health().state() == worst) {
                words.merge(words(pod), 1, Integer::sum);
            }
        }
        String own = of.health().state() == worst || words.isEmpty() ? words(of) : "";
        return words.isEmpty() ? own : words.entrySet().stream().max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder()))).orElseThrow().getKey();
    }

    private static String words(Vertex vertex) {
        String reason = vertex.health().reason();
        String word = cell(vertex.row, "Status");
        return word.isEmpty() || word.equals(reason) ? reason : reason.isEmpty() ? word : word + " " + reason;
    }

    private static String cell(Row row, String column) {
        return row.still(row.header().named(column)).strip();
    }

    /** Pods by state. */
    Map<String, Integer> counts() {
        Map<String, Integer> known = counts;
        if (known == null) {
            Map<String, Integer> sum = new TreeMap<>();
            pods.forEach(pod -> sum.merge(pod.health().state().word(), 1, Integer::sum));
            known = Map.copyOf(sum);
            counts = known;
        }
        return known;
    }

    private String squares() {
        StringBuilder letters = new StringBuilder();
        pods.stream().sorted(Comparator.comparing(Vertex::name).thenComparing(Vertex::uid)).limit(SQUARES).forEach(pod -> letters.append(letter(pod.health().state())));
        return letters.toString();
    }

    private static char letter(State state) {
        return switch (state) {
            case ERROR -> 'e';
            case WARNING -> 'w';
            case WAITING -> 'q';
            case PROGRESS -> 'p';
            case UNKNOWN -> 'u';
            case OFF -> 'f';
            case OK -> 'o';
        };
    }

    Drawn.Node node(@Nullable String groupId) {
        boolean single = pods.size() == 1 && pods.contains(of);
        return new Drawn.Node(
                id, groupId == null ? "" : groupId, of.kind(), of.layer.kind().kind(), of.namespace(), of.name(), of.uid(), state().word(), reason(),
                cell(of.row, "Ready"), of.row.created(), single ? 0 : pods.size(), single ? "" : squares(), single ? Map.of() : counts());
    }
}
