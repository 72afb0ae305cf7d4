package dev.fresnel.live.graph;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import dev.fresnel.live.function.Declared;
import dev.fresnel.live.graph.Threads.Name;
import dev.fresnel.live.rows.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds objects for one call of one function, among what the caller sees, and writes down what was asked for. */
final class Finder implements Lookup {
    private final Mesh mesh;
    private final Reads reads;
    private final Set<Object> keys = new LinkedHashSet<>();
    private final List<Selection> selections = new ArrayList<>();

    Finder(Mesh mesh, Reads reads) {
        this.mesh = mesh;
        this.reads = reads;
    }

    Set<Object> keys() {
        return keys;
    }

    List<Selection> selections() {
        return selections;
    }

    @Override
    public Optional<KubeObject> owner(KubeObject of, Kind kind) {
        Reads declared = declared(kind);
        boolean any = kind.id().equals(Kind.ANY.id());
        KubeObject whole = of instanceof Declared one ? one.whole() : of;
        KubeObject found = null;
        for (Json owner : whole.owners().stream().sorted(Comparator.comparing((Json one) -> !one.get("controller").flag())).toList()) {
            String uid = owner.get("uid").text();
            keys.add(uid);
            Vertex vertex = mesh.byUid(uid);
            if (found == null && vertex != null && (any || vertex.kind().equals(kind.id()))) {
                found = object(vertex, declared);
            } else if (any && vertex == null) {
                mesh.missed(owner.get("apiVersion").text(), owner.get("kind").text());
            }
        }
        return Optional.ofNullable(found);
    }

    @Override
    public Optional<KubeObject> byName(Kind kind, String namespace, String name) {
        Reads declared = declared(kind);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        String inside = kind.namespaced() ? namespace : "";
        keys.add(new Name(kind.id(), inside, name));
        return Optional.ofNullable(mesh.named(kind.id(), inside, name)).map(vertex -> object(vertex, declared));
    }

    @Override
    public List<KubeObject> select(Kind kind, String namespace, String labels) {
        Reads declared = declared(kind);
        Selection selection = new Selection(kind.id(), namespace, Labels.parse(labels));
        selections.add(selection);
        Layer layer = mesh.layer(kind.id());
        if (layer == null) {
            return List.of();
        }
        return layer.inside(namespace).stream()
                .filter(vertex -> selection.labels().test(vertex.row))
                .map(vertex -> object(vertex, declared))
                .toList();
    }

    private KubeObject object(Vertex vertex, Reads declared) {
        return new Declared(mesh.object(vertex), declared);
    }

    private Reads declared(Kind kind) {
        return reads.declared(kind).or(() -> Optional.of(reads).filter(own -> own.kind().id().equals(kind.id()))).orElseThrow(() ->
                new Problem(Problem.Kind.BUG, "LIVE_LOOKUP_UNDECLARED", "The function looks up " + kind.id() + " without declaring it."));
    }

    /** An end of an edge, null when the caller does not see it; what is not there may come. */
    @Nullable Vertex end(ObjectRef ref) {
        keys.add(new Name(ref.kind().id(), ref.namespace(), ref.name()));
        return mesh.named(ref.kind().id(), ref.namespace(), ref.name());
    }
}
