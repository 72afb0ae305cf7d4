package dev.fresnel.live.graph;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.live.rows.Source;
import dev.fresnel.live.store.Age;
import dev.fresnel.live.store.Excerpts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The objects of one kind that the caller sees. Belongs to its atlas' thread. */
final class Layer {
    /** Kinds that are a part of what owns them. */
    static final Set<String> PARTS =
            Set.of("pods", "replicasets.apps", "jobs.batch", "endpointslices.discovery.k8s.io", "controllerrevisions.apps");

    final String cluster;
    final String id;
    final Source source;
    final boolean parts;
    final Map<String, Vertex> byUid = new LinkedHashMap<>();
    final Map<String, Map<String, Vertex>> byNamespace = new HashMap<>();
    final List<Say> says = new ArrayList<>();
    private @Nullable Kind kind;

    /** How its rows are read; null until the kind is known. */
    @Nullable Excerpts excerpts;

    /** Whether its list was not complete when it was looked at last. */
    boolean partial = true;

    Layer(String cluster, String id, Source source) {
        this.cluster = cluster;
        this.id = id;
        this.source = source;
        this.parts = PARTS.contains(id);
    }

    /** Known as soon as there is anything of it. */
    Kind kind() {
        Kind known = kind;
        if (known == null) {
            var served = source.served();
            known = served == null ? new Kind("", "", id, id, true) : served.kind();
            kind = served == null ? null : known;
        }
        return known;
    }

    @Nullable Vertex named(String namespace, String name) {
        Map<String, Vertex> inside = byNamespace.get(namespace);
        return inside == null ? null : inside.get(name);
    }

    void add(Vertex vertex) {
        byUid.put(vertex.uid(), vertex);
        byNamespace.computeIfAbsent(vertex.namespace(), namespace -> new LinkedHashMap<>()).put(vertex.name(), vertex);
    }

    void remove(Vertex vertex) {
        byUid.remove(vertex.uid());
        Map<String, Vertex> inside = byNamespace.get(vertex.namespace());
        if (inside != null && inside.remove(vertex.name(), vertex) && inside.isEmpty()) {
            byNamespace.remove(vertex.namespace());
        }
    }

    /** Whether nothing of it is still to come, for now. */
    boolean settled() {
        return source.ended() != null || source.settled() && !partial || source.age().state() == Age.State.UNREACHABLE;
    }

    boolean forbidden() {
        var ended = source.ended();
        return ended != null && switch (ended.kind()) {
            case FORBIDDEN, UNAUTHENTICATED -> true;
            default -> false;
        };
    }

    boolean absent() {
        return source.ended() != null && !forbidden();
    }

    /** @param namespace {@code ""} = all */
    List<Vertex> inside(String namespace) {
        if (namespace.isEmpty()) {
            return List.copyOf(byUid.values());
        }
        Map<String, Vertex> inside = byNamespace.get(namespace);
        return inside == null ? List.of() : List.copyOf(inside.values());
    }
}
