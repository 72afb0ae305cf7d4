package dev.fresnel.live.graph;

import dev.fresnel.api.graph.Edge;
import dev.fresnel.api.graph.Graph;
import dev.fresnel.api.graph.Node;
import dev.fresnel.api.view.Answer;
import dev.fresnel.live.store.Age;
import dev.fresnel.spi.principal.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The whole graph at one moment, as soon as everything is there. */
public final class Whole {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Whole() {}

    /** Blocks until everything is there, or for ten seconds; then what is there. */
    public static Answer<Graph> of(Atlases atlases, Principal principal, String cluster, Set<String> namespaces) {
        Atlas atlas = atlases.use(principal, cluster, namespaces);
        var answer = new CompletableFuture<Answer<Graph>>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        // What has changed just now is taken in by the first round, what that leads to computed by the next.
        var rounds = new AtomicInteger();
        Atlas.Reader reader = seen -> {
            boolean late = System.nanoTime() > end;
            if (late || rounds.incrementAndGet() > 1 && seen.quiet()) {
                answer.complete(graph(seen));
            } else {
                seen.wake();
            }
        };
        atlas.enter(reader, Set.of());
        try {
            return answer.get(PATIENCE.toSeconds() + 5, TimeUnit.SECONDS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return new Answer.Loading<>();
        } catch (ExecutionException | TimeoutException none) {
            return new Answer.Loading<>();
        } finally {
            atlas.leave(reader);
            atlases.release(atlas);
        }
    }

    private static Answer<Graph> graph(Atlas atlas) {
        Mesh mesh = atlas.mesh();
        Map<Vertex, Node> nodes = new IdentityHashMap<>();
        List<Node> order = new ArrayList<>();
        Set<Edge> edges = new LinkedHashSet<>();
        for (Vertex vertex : mesh.vertices()) {
            if (mesh.shown(vertex)) {
                node(vertex, nodes, order);
            }
        }
        for (Vertex vertex : mesh.vertices()) {
            for (Memo memo : vertex.memos) {
                for (Tie tie : memo.ties) {
                    edges.add(new Edge(node(tie.from(), nodes, order).ref(), node(tie.to(), nodes, order).ref(), tie.word()));
                }
            }
        }
        if (order.isEmpty()) {
            for (Layer layer : mesh.layers()) {
                Age age = layer.source.age();
                if (age.state() == Age.State.UNREACHABLE) {
                    return new Answer.Unreachable<>(Instant.ofEpochMilli(age.since()), age.detail());
                }
                if (!layer.settled()) {
                    return new Answer.Loading<>();
                }
            }
        }
        List<String> hidden = mesh.layers().stream().filter(Layer::forbidden).map(layer -> layer.id).sorted().toList();
        return new Answer.Known<>(new Graph(order, List.copyOf(edges), hidden), Instant.now());
    }

    private static Node node(Vertex vertex, Map<Vertex, Node> nodes, List<Node> order) {
        return nodes.computeIfAbsent(vertex, one -> {
            var node = new Node(one.ref(), one.uid(), one.health());
            order.add(node);
            return node;
        });
    }
}
