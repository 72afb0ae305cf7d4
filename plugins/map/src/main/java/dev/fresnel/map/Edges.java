package dev.fresnel.map;

import dev.fresnel.api.graph.Edge;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.Lookup;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the edges of one object: each once, those alone whose other end is there. */
final class Edges {
    private final KubeObject of;
    private final Lookup lookup;
    private final Set<Edge> edges = new LinkedHashSet<>();

    Edges(KubeObject of, Lookup lookup) {
        this.of = of;
        this.lookup = lookup;
    }

    /** From the object to one of its own namespace, or one outside namespaces. */
    Edges to(Kind kind, String name, String role) {
        return to(kind, of.ref().namespace(), name, role);
    }

    Edges to(Kind kind, String namespace, String name, String role) {
        if (!name.isEmpty()) {
            lookup.byName(kind, kind.namespaced() ? namespace : "", name).ifPresent(other -> edges.add(Edge.edge(of, other, role)));
        }
        return this;
    }

    /** To the object, from one of that kind. */
    Edges from(Kind kind, String namespace, String name, String role) {
        if (!name.isEmpty()) {
            lookup.byName(kind, kind.namespaced() ? namespace : "", name).ifPresent(other -> edges.add(Edge.edge(other, of, role)));
        }
        return this;
    }

    /** To all that a selector finds in the object's namespace; nothing by an empty one. */
    Edges select(Kind kind, String labels, String role) {
        if (!labels.isEmpty()) {
            lookup.select(kind, of.ref().namespace(), labels).forEach(other -> edges.add(Edge.edge(of, other, role)));
        }
        return this;
    }

    List<Edge> list() {
        return List.copyOf(edges);
    }
}
