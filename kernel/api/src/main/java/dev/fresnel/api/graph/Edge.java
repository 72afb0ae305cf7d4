package dev.fresnel.api.graph;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.ObjectRef;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Something between two objects. Only those who may see both ends see it.
 *
 * @param from where it begins
 * @param to where it ends
 * @param role message key of what {@code from} does to {@code to}: {@code owns}, {@code selects}, {@code provisions}
 */
public record Edge(ObjectRef from, ObjectRef to, String role) {
    public static Edge edge(KubeObject from, KubeObject to, String role) {
        return new Edge(from.ref(), to.ref(), role);
    }

    /** Those that are there. */
    @SafeVarargs
    public static List<Edge> list(Optional<Edge>... edges) {
        return Stream.of(edges).flatMap(Optional::stream).toList();
    }
}
