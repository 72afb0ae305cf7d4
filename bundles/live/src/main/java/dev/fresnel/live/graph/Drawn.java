package dev.fresnel.live.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One cluster's picture as the page gets it; what is equal is not sent twice. */
record Drawn(Info info, Map<String, Tile> groups, Map<String, Node> nodes, Map<String, Line> edges) {
    /**
     * What is said of the whole.
     *
     * @param cards how many there are, drawn or not
     * @param kinds how many objects there are of each kind that is looked at
     * @param hidden kinds that the caller may not list
     * @param state {@code live}, {@code loading}, {@code stale}, {@code unreachable} or {@code forbidden}
     */
    record Info(
            String state, String detail, int objects, int pods, int cards, Map<String, Integer> counts, Map<String, Integer> kinds,
            List<String> hidden) {}

    /**
     * A group.
     *
     * @param key the namespace, node, label value…; {@code ""} = has none
     * @param s its worst state
     * @param r why, of what is worst
     * @param counts pods by state
     * @param cards how many it has
     * @param drawn how many of them are drawn; the rest is folded
     */
    record Tile(
            String id, String key, String s, String r, int objects, int pods, Map<String, Integer> counts, int cards, int drawn, boolean open,
            int troubled) {}

    /**
     * A card: an object, and what is part of it.
     *
     * @param g the id of its group
     * @param r the reason when something is wrong
     * @param y what {@code kubectl get} says is ready
     * @param squares a letter for each pod, by name; {@code pods} may be more
     * @param parts pods by state
     */
    record Node(
            String id, String g, String k, String kind, String ns, String n, String u, String s, String r, String y, long t, int pods,
            String squares, Map<String, Integer> parts) {}

    /**
     * An edge between cards, or a bundle of edges where an end is a group.
     *
     * @param role {@code plugin/messageKey}; {@code ""} for a bundle
     * @param n how many edges it stands for
     */
    record Line(String id, String from, String to, String role, int n) {}

    /** What has changed since; null when nothing has. */
    @Nullable Map<String, Object> since(Drawn before) {
        Map<String, Object> delta = new LinkedHashMap<>();
        List<String> gone = new ArrayList<>();
        different(groups, before.groups, "groups", delta, gone);
        different(nodes, before.nodes, "nodes", delta, gone);
        different(edges, before.edges, "edges", delta, gone);
        if (!gone.isEmpty()) {
            delta.put("gone", gone);
        }
        if (!info.equals(before.info)) {
            delta.put("info", info);
        }
        return delta.isEmpty() ? null : delta;
    }

    private static <T> void different(Map<String, T> now, Map<String, T> before, String name, Map<String, Object> delta, List<String> gone) {
        List<T> changed = now.entrySet().stream().filter(one -> !one.getValue().equals(before.get(one.getKey()))).map(Map.Entry::getValue).toList();
        if (!changed.isEmpty()) {
            delta.put(name, changed);
        }
        before.keySet().stream().filter(id -> !now.containsKey(id)).forEach(gone::add);
    }

    Map<String, Object> whole() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("whole", true);
        all.put("info", info);
        all.put("groups", List.copyOf(groups.values()));
        all.put("nodes", List.copyOf(nodes.values()));
        all.put("edges", List.copyOf(edges.values()));
        return all;
    }
}
