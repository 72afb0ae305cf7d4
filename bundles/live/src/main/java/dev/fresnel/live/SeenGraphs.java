package dev.fresnel.live;

import dev.fresnel.api.graph.Edge;
import dev.fresnel.api.graph.Graph;
import dev.fresnel.api.graph.Graphs;
import dev.fresnel.api.graph.MapSource;
import dev.fresnel.api.graph.Node;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.view.Answer;
import dev.fresnel.api.view.View;
import dev.fresnel.live.function.Functions;
import dev.fresnel.live.function.Round;
import dev.fresnel.live.function.Sight;
import dev.fresnel.spi.switchboard.Switchboard;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Puts together what all map sources say of what a caller sees. */
@Component
public final class SeenGraphs implements Graphs {
    /** What a source says of one object: that it is a node, and its edges. */
    private record Said(ObjectRef object, List<Edge> edges) {}

    private final Functions<MapSource, Said> functions;

    @Activate
    public SeenGraphs(@Reference Switchboard board) {
        this.functions = new Functions<>(board, MapSource.class, MapSource::reads, (source, object, lookup) ->
                List.of(new Said(object.ref(), source.edges(object, lookup))));
    }

    @Override
    public Answer<Graph> graph(View view, String namespace) {
        var round = new Round(StoreView.sight(view), namespace);
        Map<String, Node> nodes = new LinkedHashMap<>();
        Set<Edge> edges = new LinkedHashSet<>();
        for (var said : functions.all(round)) {
            node(round, said.value().object(), nodes);
            for (Edge edge : said.value().edges()) {
                if (round.sees(edge.from()) && round.sees(edge.to())) {
                    edges.add(new Edge(node(round, edge.from(), nodes), node(round, edge.to(), nodes), edge.role()));
                }
            }
        }
        if (nodes.isEmpty()) {
            var notYet = round.<Graph>notYet();
            if (notYet.isPresent()) {
                return notYet.get();
            }
        }
        return new Answer.Known<>(new Graph(List.copyOf(nodes.values()), List.copyOf(edges), round.hidden()), Instant.now());
    }

    /** The object as the store names it: a plugin may leave the kind's version away. */
    private static ObjectRef node(Round round, ObjectRef ref, Map<String, Node> nodes) {
        return nodes.computeIfAbsent(ref.kind().id() + "/" + ref.namespace() + "/" + ref.name(), key -> {
            Sight.Seen seen = round.seen(ref).orElseThrow();
            return new Node(seen.object().ref(), seen.object().uid(), seen.health());
        }).ref();
    }
}
