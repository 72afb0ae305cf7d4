package dev.fresnel.live.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.graph.Edge;
import dev.fresnel.api.graph.MapSource;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import dev.fresnel.live.testing.Bench;
import dev.fresnel.live.testing.Client;
import dev.fresnel.switchboard.BundleCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pictures of a graph that changes. */
class GraphTest {
    private final Bench bench = new Bench();
    private final Atlases atlases = new Atlases(bench.live, bench.board.switchboard());
    private final Page page = new Page();
    private final AtomicInteger asked = new AtomicInteger();
    private GraphChannel channel;

    /** What a page would have after taking in all frames. */
    private static final class Page {
        final Client client = new Client();
        private int read;
        final Map<String, Json> groups = new TreeMap<>();
        final Map<String, Json> nodes = new TreeMap<>();
        final Map<String, Json> edges = new TreeMap<>();
        Json info;
        int wholes;
        private final JsonCodec json = new BundleCodec();

        synchronized Page take() {
            List<String> frames = client.frames();
            for (; read < frames.size(); read++) {
                Json d = json.parse(frames.get(read).substring(5).getBytes(StandardCharsets.UTF_8));
                if (d.get("whole").flag()) {
                    groups.clear();
                    nodes.clear();
                    edges.clear();
                    wholes++;
                }
                d.get("gone").items().forEach(id -> {
                    groups.remove(id.text());
                    nodes.remove(id.text());
                    edges.remove(id.text());
                });
                d.get("groups").items().forEach(one -> groups.put(one.get("id").text(), one));
                d.get("nodes").items().forEach(one -> nodes.put(one.get("id").text(), one));
                d.get("edges").items().forEach(one -> edges.put(one.get("id").text(), one));
                info = d.get("info").present() ? d.get("info") : info;
            }
            return this;
        }

        Set<String> names() {
            Set<String> names = new TreeSet<>();
            take().nodes.values().forEach(one -> names.add(one.get("n").text() + " " + one.get("s").text()));
            return names;
        }

        Set<String> lines() {
            take();
            Set<String> lines = new TreeSet<>();
            edges.values().forEach(one -> lines.add(name(one.get("from").text()) + " " + one.get("role").text() + " " + name(one.get("to").text())));
            return lines;
        }

        private String name(String id) {
            return nodes.containsKey(id) ? nodes.get(id).get("n").text() : id;
        }

        void until(String what, BooleanSupplier holds) {
            client.until(what, () -> {
                take();
                return info != null && !info.get("state").text().equals("loading") && holds.getAsBoolean();
            });
        }
    }

    private MapSource source(Reads reads, BiFunction<KubeObject, Lookup, List<Edge>> edges) {
        return new MapSource() {
            @Override
            public Reads reads() {
                return reads;
            }

            @Override
            public List<Edge> edges(KubeObject object, Lookup lookup) {
                asked.incrementAndGet();
                return edges.apply(object, lookup);
            }
        };
    }

    private final MapSource mounts = source(Reads.of(Kind.POD, "/spec/secret").lookup(Kind.SECRET), (pod, lookup) ->
            Edge.list(lookup.byName(Kind.SECRET, pod.ref().namespace(), pod.text("/spec/secret")).map(secret -> Edge.edge(pod, secret, "mounts"))));

    private final MapSource holds = source(Reads.of(Kind.SECRET).lookup(Kind.POD), (secret, lookup) ->
            lookup.select(Kind.POD, secret.ref().namespace(), "tier=front").stream().map(pod -> Edge.edge(secret, pod, "feeds")).toList());

    @BeforeEach
    void world() {
        bench.api.put("shop", "web", Map.of("app", "web"), "1/1", "Running", 0, "\"spec\":{\"secret\":\"s\"}");
        bench.api.put("shop", "other", Map.of(), "0/1", "CrashLoopBackOff", 0, "\"spec\":{\"secret\":\"none\"}");
        bench.api.put("bank", "ledger", Map.of(), "1/1", "Running", 0, "\"spec\":{\"secret\":\"s\"}");
        bench.api.put("secrets", "shop", "s", Map.of(), List.of("Opaque", "1"), "\"data\":{\"password\":\"CANARY\"}");
        bench.board.serve(mounts, holds);
    }

    @AfterEach
    void end() {
        if (channel != null) {
            channel.close();
        }
        atlases.close();
        bench.close();
    }

    private Json params(String more) {
        return bench.api.json.parse(("{\"clusters\":[\"test\"]" + more + "}").getBytes(StandardCharsets.UTF_8));
    }

    private void open(String more) {
        channel = new GraphChannel(atlases, Bench.ANN, params(more), page.client).begin();
    }

    @Test
    void groupsWithTheirHealthThenCardsThenChanges() {
        open("");
        page.until("tiles", () -> page.groups.size() == 2);
        assertThat(page.groups.get("g:shop").get("s").text()).isEqualTo("error");
        assertThat(page.groups.get("g:shop").get("r").text()).contains("CrashLoopBackOff");
        assertThat(page.groups.get("g:shop").get("counts").toString()).isEqualTo("{\"error\":1,\"ok\":1}");
        assertThat(page.groups.get("g:bank").get("s").text()).isEqualTo("ok");
        assertThat(page.nodes).as("nothing is open").isEmpty();
        channel.update(params(",\"open\":[\"shop\"]"));
        page.until("cards", () -> page.names().equals(Set.of("web ok", "other error", "s ok")));
        assertThat(page.lines()).containsExactly("web plugin-0/mounts s");
        int wholes = page.wholes;
        int calls = asked.get();
        bench.api.put("shop", "web", Map.of("app", "web"), "0/1", "Error", 0, "\"spec\":{\"secret\":\"s\"}");
        page.until("health", () -> page.names().contains("web error"));
        assertThat(asked.get()).as("nothing that a function reads has changed").isEqualTo(calls);
        bench.api.put("shop", "other", Map.of(), "0/1", "CrashLoopBackOff", 0, "\"spec\":{\"secret\":\"s\"}");
        page.until("edge", () -> page.lines().equals(Set.of("web plugin-0/mounts s", "other plugin-0/mounts s")));
        assertThat(asked.get()).as("one object reads otherwise").isEqualTo(calls + 1);
        assertThat(page.wholes).as("changes come as changes").isEqualTo(wholes);
        assertThat(page.client.frames().toString()).doesNotContain("CANARY");
    }

    @Test
    void whatWasLookedUpIsLookedUpAgainWhenItComesGoesOrIsLabelled() {
        open(",\"auto\":true");
        page.until("there", () -> page.lines().equals(Set.of("web plugin-0/mounts s")));
        bench.api.put("secrets", "bank", "s", Map.of(), List.of("Opaque", "1"), "");
        page.until("what was missing comes", () -> page.lines().equals(Set.of("web plugin-0/mounts s", "ledger plugin-0/mounts s")));
        bench.api.delete("secrets", "shop", "s");
        page.until("what was there goes", () -> page.lines().equals(Set.of("ledger plugin-0/mounts s")) && !page.nodes.toString().contains("\"shop\",\"n\":\"s\""));
        bench.api.put("bank", "ledger", Map.of("tier", "front"), "1/1", "Running", 0, "\"spec\":{\"secret\":\"s\"}");
        page.until("a selector finds it", () -> page.lines().equals(Set.of("ledger plugin-0/mounts s", "s plugin-1/feeds ledger")));
        bench.api.put("bank", "ledger", Map.of("tier", "back"), "1/1", "Running", 0, "\"spec\":{\"secret\":\"s\"}");
        page.until("and no longer", () -> page.lines().equals(Set.of("ledger plugin-0/mounts s")));
    }

    @Test
    void aKindThatIsAskedForAgainIsNoSignThatTheClusterIsAway() {
        bench.board.serve(mounts, holds, source(Reads.of(new Kind("", "v1", "configmaps", "ConfigMap", true)), (one, lookup) -> List.of()));
        bench.api.down = true;
        open("");
        page.until("away", () -> page.info.get("state").text().equals("unreachable"));
        bench.api.down = false;
        page.until("there", () -> page.groups.size() == 2 && page.info.get("state").text().equals("live"));
        List<String> frames = page.client.frames();
        int first = 0;
        while (!frames.get(first).contains("g:shop")) {
            first++;
        }
        assertThat(frames.subList(first, frames.size())).noneMatch(frame -> frame.contains("serves no"));
    }

    @Test
    void aRightThatIsLostTakesItsObjectsAndTheirEdges() {
        open(",\"auto\":true");
        page.until("there", () -> page.lines().equals(Set.of("web plugin-0/mounts s")));
        bench.api.denied.addAll(List.of("list secrets ", "watch secrets "));
        page.until("gone", () -> page.lines().isEmpty() && !page.names().contains("s ok") && page.info.get("hidden").toString().equals("[\"secrets\"]"));
        page.until("not counted", () -> page.info.get("kinds").toString().equals("{\"pods\":3}"));
        int frames = page.client.frames().size();
        bench.api.put("secrets", "shop", "unseen", Map.of(), List.of("Opaque", "1"), "");
        bench.api.put("shop", "late", Map.of(), "1/1", "Running", 0, "");
        page.until("what may be seen goes on", () -> page.names().contains("late ok"));
        assertThat(page.client.frames().subList(frames, page.client.frames().size()).toString()).doesNotContain("unseen");
    }

    @Test
    void filtersFocusAndLimits() {
        open(",\"auto\":true,\"filter\":{\"problems\":true}");
        page.until("only what is wrong", () -> page.names().equals(Set.of("other error")));
        channel.update(params(",\"auto\":true,\"filter\":{\"text\":\"LED\"}"));
        page.until("by words", () -> page.names().equals(Set.of("ledger ok")));
        channel.update(params(",\"focus\":{\"resource\":\"secrets\",\"namespace\":\"shop\",\"name\":\"s\"}"));
        page.until("its neighbours", () -> page.names().equals(Set.of("web ok", "s ok")));
        channel.update(params(",\"auto\":true,\"limit\":2"));
        page.until("as many as asked for", () -> page.names().size() == 2 && page.names().contains("other error"));
        assertThat(page.groups.get("g:shop").get("cards").number(0)).isEqualTo(3);
        assertThat(page.groups.get("g:shop").get("drawn").number(0)).isEqualTo(2);
        channel.update(params(",\"auto\":true,\"without\":[\"secrets\"]"));
        page.until("without a kind", () -> page.names().equals(Set.of("web ok", "other error", "ledger ok")) && page.edges.isEmpty());
        channel.update(params(",\"group\":\"node\""));
        page.until("by node", () -> page.groups.size() == 1);
        channel.update(params(",\"group\":\"label:app\""));
        page.until("by label", () -> page.groups.keySet().equals(Set.of("g:", "g:web")));
        channel.update(params(",\"group\":\"colour\""));
        assertThat(page.client.problems()).hasSize(1);
        assertThatThrownBy(() -> new GraphChannel(atlases, Bench.ANN, bench.api.json.parse("{}".getBytes()), page.client)).isInstanceOf(Problem.class);
    }

    @Test
    void aBuildThatGoesTakesItsEdgesAndAnotherBringsIts() {
        open(",\"auto\":true");
        page.until("there", () -> page.lines().equals(Set.of("web plugin-0/mounts s")));
        bench.board.serve(source(Reads.of(Kind.POD).lookup(Kind.SECRET), (pod, lookup) ->
                Edge.list(lookup.byName(Kind.SECRET, "shop", "s").map(secret -> Edge.edge(secret, pod, "knows")))));
        page.until("the other's", () -> page.lines().equals(Set.of("s plugin-0/knows web", "s plugin-0/knows other", "s plugin-0/knows ledger")));
        bench.board.serve();
        page.until("nobody says anything", () -> page.nodes.isEmpty() && page.edges.isEmpty());
    }
}
