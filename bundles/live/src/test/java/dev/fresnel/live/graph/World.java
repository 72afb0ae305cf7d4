package dev.fresnel.live.graph;

import dev.fresnel.api.graph.Edge;
import dev.fresnel.api.graph.MapSource;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Health;
import dev.fresnel.api.resource.State;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import dev.fresnel.live.rows.Source;
import dev.fresnel.live.store.Excerpts;
import dev.fresnel.live.store.Scope;
import dev.fresnel.live.store.TestRows;
import dev.fresnel.live.testing.Bench;
import dev.fresnel.spi.transport.Clusters.ServedKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** A mesh without a cluster: objects are put into it, and functions as those of the map speak of them. */
final class World implements AutoCloseable {
    static final Kind REPLICA_SET = new Kind("apps", "v1", "replicasets", "ReplicaSet", true);
    static final Kind DEPLOYMENT = new Kind("apps", "v1", "deployments", "Deployment", true);
    static final Kind SERVICE = new Kind("", "v1", "services", "Service", true);
    static final List<Kind> KINDS = List.of(Kind.POD, REPLICA_SET, DEPLOYMENT, SERVICE, Kind.SECRET, Kind.NODE);

    final Bench bench = new Bench();
    final Mesh mesh = new Mesh();
    final Map<String, MapSource> sources = new LinkedHashMap<>();
    private final Map<String, Say> says = new HashMap<>();
    private final TestRows.Objects objects = new TestRows.Objects();

    World() {
        sources.put("owns", source(Reads.of(Kind.ANY).lookup(Kind.ANY), (object, lookup) -> Edge.list(lookup.owner(object, Kind.ANY).map(owner -> Edge.edge(owner, object, "owns")))));
        sources.put("runs", source(Reads.of(Kind.POD, "/spec/nodeName").lookup(Kind.NODE), (pod, lookup) ->
                Edge.list(lookup.byName(Kind.NODE, "", pod.text("/spec/nodeName")).map(node -> Edge.edge(node, pod, "runs")))));
        sources.put("mounts", source(Reads.of(Kind.POD, "/spec/secret").lookup(Kind.SECRET), (pod, lookup) ->
                Edge.list(lookup.byName(Kind.SECRET, pod.ref().namespace(), pod.text("/spec/secret")).map(secret -> Edge.edge(pod, secret, "mounts")))));
        sources.put("reads", source(Reads.of(DEPLOYMENT, "/spec/secret").lookup(Kind.SECRET), (one, lookup) ->
                Edge.list(lookup.byName(Kind.SECRET, one.ref().namespace(), one.text("/spec/secret")).map(secret -> Edge.edge(one, secret, "reads")))));
        sources.put("selects", source(Reads.of(SERVICE, "/spec/app").lookup(Kind.POD), (service, lookup) -> lookup
                .select(Kind.POD, service.ref().namespace(), "app=" + service.text("/spec/app")).stream().map(pod -> Edge.edge(service, pod, "selects")).toList()));
        sources.put("stands", source(Reads.of(Kind.NODE), (node, lookup) -> List.of()));
        for (Kind kind : KINDS) {
            var layer = new Layer("test", kind.id(), new Source(bench.live, Bench.ANN, "test", kind.id(), Set.of(), () -> {}, partly -> {}, false));
            Set<String> fields = new HashSet<>();
            for (MapSource source : sources.values()) {
                if (source.reads().kind().id().equals(kind.id())) {
                    fields.addAll(source.reads().fields());
                }
            }
            layer.excerpts = new Excerpts(new Scope("test", new ServedKind(kind, List.of("list", "watch"), List.of(), List.of(), false, false), ""), fields, List.of(), bench.api.json);
            mesh.add(layer);
        }
        sources.keySet().forEach(this::say);
    }

    private static MapSource source(Reads reads, BiFunction<KubeObject, Lookup, List<Edge>> edges) {
        return new MapSource() {
            @Override
            public Reads reads() {
                return reads;
            }

            @Override
            public List<Edge> edges(KubeObject object, Lookup lookup) {
                return edges.apply(object, lookup);
            }
        };
    }

    /** That function speaks from now on, or no longer. */
    void say(String name) {
        Say before = says.remove(name);
        if (before != null) {
            mesh.remove(before);
            return;
        }
        bench.board.serve(sources.get(name));
        Say say = Say.of(bench.board.switchboard().table().serving().values().iterator().next()).getFirst();
        says.put(name, say);
        mesh.add(say);
        mesh.begin(say);
    }

    void put(Kind kind, String namespace, String name, String uid, State state, Map<String, String> labels, List<String> owners, String node, String more) {
        Layer layer = layer(kind);
        Health health = state == State.ERROR ? new Health(state, "Broken") : Health.of(state);
        String desired = kind == REPLICA_SET && state == State.OFF ? "0" : "1";
        mesh.put(layer, objects.row(namespace, name, uid, health, labels, owners, node, desired, "\"spec\":{\"nodeName\":\"" + node + "\"" + more + "}"));
    }

    Layer layer(Kind kind) {
        Layer layer = mesh.layer(kind.id());
        if (layer == null) {
            throw new IllegalArgumentException(kind.id());
        }
        return layer;
    }

    Wanted wanted(String more) {
        return Wanted.parse(bench.api.json.parse(("{\"clusters\":[\"test\"]" + more + "}").getBytes()));
    }

    @Override
    public void close() {
        bench.close();
    }
}
