package dev.fresnel.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.diagnosis.Evidence;
import dev.fresnel.api.diagnosis.Finding;
import dev.fresnel.api.diagnosis.Rule;
import dev.fresnel.api.graph.Edge;
import dev.fresnel.api.graph.Graph;
import dev.fresnel.api.graph.MapSource;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.plugin.Message;
import dev.fresnel.api.resource.State;
import dev.fresnel.api.view.Answer;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import dev.fresnel.live.store.Pace;
import dev.fresnel.live.testing.Bench;
import dev.fresnel.live.testing.FakeApi;
import dev.fresnel.live.testing.FakeBoard;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Functions of plugins over what a caller sees. */
class ComputedTest {
    private final FakeApi api = new FakeApi();
    private final FakeBoard board = new FakeBoard();
    private final LiveStore store = new LiveStore(api, api, board.switchboard(), api.json, new LiveStore.Settings(true, Pace.USUAL));
    private final StoreView view = new StoreView(store, api, Bench.ANN, "test");

    @AfterEach
    void end() {
        store.close();
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

    /** A pod mounts the secret that its spec names. */
    private static final MapSource MOUNTS = source(Reads.of(Kind.POD, "/spec/secret").lookup(Kind.SECRET), (pod, lookup) ->
            Edge.list(lookup.byName(Kind.SECRET, pod.ref().namespace(), pod.text("/spec/secret")).map(secret -> Edge.edge(pod, secret, "mounts"))));

    private Graph graph() {
        return ((Answer.Known<Graph>) new SeenGraphs(store).graph(view, "")).value();
    }

    private void world() {
        api.put("shop", "web", Map.of("app", "web"), "1/1", "Running", 0, "\"spec\":{\"secret\":\"s\"}");
        api.put("shop", "other", Map.of(), "0/1", "CrashLoopBackOff", 0, "\"spec\":{\"secret\":\"none\"}");
        api.put("secrets", "shop", "s", Map.of(), List.of("Opaque", "1"), "\"data\":{\"password\":\"Q0FOQVJZ\"}");
    }

    @Test
    void nodesAndEdgesThatTheCallerSees() {
        world();
        board.serve(MOUNTS);
        Graph graph = graph();
        assertThat(graph.nodes()).extracting(node -> node.ref().kind().id() + " " + node.ref().name() + " " + node.health().state())
                .containsExactlyInAnyOrder("pods web OK", "pods other ERROR", "secrets s OK");
        assertThat(graph.edges()).singleElement().satisfies(edge -> assertThat(edge.from().name() + " " + edge.role() + " " + edge.to().name()).isEqualTo("web mounts s"));
        assertThat(graph.hidden()).isEmpty();
    }

    @Test
    void anEdgeWhoseEndMayNotBeSeenIsNoneAndTheKindIsNamed() {
        world();
        api.denied.addAll(List.of("list secrets ", "watch secrets "));
        board.serve(MOUNTS);
        Graph graph = graph();
        assertThat(graph.edges()).isEmpty();
        assertThat(graph.nodes()).hasSize(2);
        assertThat(graph.hidden()).containsExactly("secrets");
    }

    @Test
    void aMadeUpEdgeLeadsNowhere() {
        world();
        board.serve(source(Reads.of(Kind.POD), (pod, lookup) -> List.of(new Edge(pod.ref(), new ObjectRef("test", Kind.SECRET, "shop", "s"), "guesses"))));
        assertThat(graph().edges()).as("secrets were not declared, so nobody listed them").isEmpty();
    }

    @Test
    void whatIsNotDeclaredCannotBeRead() {
        world();
        board.serve(source(Reads.of(Kind.POD, "/spec/a"), (pod, lookup) -> {
            pod.text("/spec/secret");
            return List.of();
        }));
        assertThat(graph().nodes()).isEmpty();
        board.serve(source(Reads.of(Kind.POD), (pod, lookup) -> {
            lookup.select(Kind.SECRET, "", "");
            return List.of();
        }));
        assertThat(graph().nodes()).isEmpty();
    }

    @Test
    void findingsNeedTheirEvidence() {
        world();
        board.serve(new Rule() {
            @Override
            public Reads reads() {
                return Reads.of(Kind.POD, "/spec/secret").lookup(Kind.SECRET);
            }

            @Override
            public List<Finding> findings(KubeObject pod, Lookup lookup) {
                boolean missing = lookup.byName(Kind.SECRET, pod.ref().namespace(), pod.text("/spec/secret")).isEmpty();
                return missing
                        ? List.of(new Finding("secret-missing", pod.ref(), State.ERROR, Message.of("missing"), List.of(Evidence.of(pod, "/spec/secret")), List.of()))
                        : List.of();
            }
        });
        var found = ((Answer.Known<List<Finding>>) new SeenFindings(board.switchboard()).findings(view, "")).value();
        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("plugin-0/secret-missing");
            assertThat(finding.about().name()).isEqualTo("other");
            assertThat(finding.evidence().getFirst().value()).isEqualTo("none");
        });
    }
}
