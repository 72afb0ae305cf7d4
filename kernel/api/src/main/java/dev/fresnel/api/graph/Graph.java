package dev.fresnel.api.graph;

import java.util.List;

/**
 * Nodes and edges that the caller may see.
 *
 * @param nodes each object once
 * @param edges both ends are among the nodes
 * @param hidden kinds ({@code resource.group}) that sources speak of and that the caller may not list
 */
public record Graph(List<Node> nodes, List<Edge> edges, List<String> hidden) {
    public Graph {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
        hidden = List.copyOf(hidden);
    }
}
