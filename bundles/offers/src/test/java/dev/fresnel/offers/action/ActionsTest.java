package dev.fresnel.offers.action;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.http.Response;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.spi.switchboard.Switchboard;
import dev.fresnel.switchboard.Board;
import dev.fresnel.switchboard.FelixBox;
import dev.fresnel.switchboard.PluginJar;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An action of a plugin, from the click to the API server. */
class ActionsTest {
    private static final String SCALE = """
            @Component
            @ActionType(id = "scale", title = "scale", kinds = "deployments.apps", needs = "patch:/scale", input = Scale.Input.class)
            public class Scale implements Action {
              public record Input(@Setting(min = 0, max = 1000) int replicas) {}
              public Plan plan(Selection s) {
                int wanted = s.input(Input.class).replicas();
                if (wanted == 9) return Plan.each(s.objects(), o -> Change.of(o, Write.Delete.USUAL, Message.of("gone")));
                if (wanted == 13) throw new Problem(Problem.Kind.INVALID, "HELLO_UNLUCKY", "13 is unlucky.");
                Kind kind = wanted == 666 ? Kind.SECRET : s.objects().getFirst().ref().kind();
                var plan = Plan.each(s.objects(), o -> {
                  var ref = new ObjectRef(o.ref().cluster(), kind, o.ref().namespace(), o.ref().name());
                  return new Change(ref, o.uid(), new Write.Merge(Map.of("spec", Map.of("replicas", wanted))), Message.of("scaled"), Optional.empty(),
                      java.time.Duration.ofMillis(wanted == 5 ? 3_000 : 0));
                });
                return wanted == 7 ? Plan.sequence(plan.changes()) : plan;
              }
            }""";

    @TempDir
    Path folder;

    private final FakeCluster cluster = new FakeCluster();
    private final List<Audit.Line> lines = new ArrayList<>();
    private FelixBox felix;
    private Board board;

    @BeforeEach
    void open() throws Exception {
        felix = new FelixBox(folder.resolve("felix"));
        board = new Board(felix.context(), felix.components);
        Path jar = PluginJar.of("hello").type("Scale", SCALE).resource("plugin.json", """
                {"contract":1,"asks":{"write":["deployments.apps"]},"actions":[{"id":"scale","fields":[{"name":"replicas","type":"number","min":0,"max":1000}]}]}""")
                .build(folder);
        Generation generation = board.stage("hello", "d1", felix.install(Switchboard.LOCATION + "d1", jar));
        board.probe(generation);
        board.swap(Map.of("hello", Optional.of(generation)));
        cluster.put("web", 2, "");
        cluster.put("api", 3, ",\"labels\":{\"app.kubernetes.io/managed-by\":\"Helm\"}");
    }

    @AfterEach
    void close() throws Exception {
        board.close();
        felix.close();
    }

    private Response post(boolean readOnly, String body) throws Exception {
        var endpoint = new ActionsEndpoint(board, (principal, id) -> cluster.view(), cluster, cluster.json, readOnly);
        var field = ActionsEndpoint.class.getDeclaredField("audit");
        field.setAccessible(true);
        field.set(endpoint, (Audit) lines::add);
        return endpoint.handle((RootRequest) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {RootRequest.class}, (proxy, method, args) ->
                switch (method.getName()) {
                    case "cluster" -> Optional.of("test");
                    case "principal" -> FakeCluster.ANN;
                    case "pathParam" -> args[0].equals("plugin") ? "hello" : "scale";
                    case "body" -> new ByteArrayInputStream(body.getBytes(UTF_8));
                    default -> throw new UnsupportedOperationException(method.getName());
                }));
    }

    private static String ask(int replicas, String plan, String... names) {
        var objects = new ArrayList<String>();
        for (String name : names) {
            objects.add("{\"namespace\":\"shop\",\"name\":\"" + name + "\"}");
        }
        return "{\"resource\":\"deployments.apps\",\"objects\":[" + String.join(",", objects) + "],\"input\":{\"replicas\":" + replicas + "},\"plan\":\"" + plan + "\"}";
    }

    private Json preview(String body) throws Exception {
        Response.Value value = (Response.Value) post(false, body).body();
        return cluster.json.parse(cluster.json.write(value.value()));
    }

    private List<String> apply(int replicas, String... names) throws Exception {
        String plan = preview(ask(replicas, "", names)).get("plan").text();
        return lines(post(false, ask(replicas, plan, names)));
    }

    private List<String> lines(Response response) throws Exception {
        var out = new ByteArrayOutputStream();
        ((Response.Stream) response.body()).writer().write(out);
        return out.toString(UTF_8).lines().map(line -> cluster.json.parse(line.getBytes(UTF_8))).map(one -> one.at("/target/name").text() + " " + one.get("state").text()
                + (one.get("refusal").present() ? " " + one.at("/refusal/code").text() : "")).toList();
    }

    @Test
    void whatIsShownIsWhatIsDone() throws Exception {
        Json shown = preview(ask(4, "", "web", "api"));
        assertThat(shown.get("changes").items()).hasSize(2);
        assertThat(shown.at("/changes/0/differences").toString()).isEqualTo("[{\"path\":\"/spec/replicas\",\"before\":\"2\",\"after\":\"4\"}]");
        assertThat(shown.at("/changes/1/keeper").text()).isEqualTo("helm");
        assertThat(shown.at("/changes/0/kubectl").text()).startsWith("kubectl patch deployments.apps/web -n shop --type=merge -p '{");
        assertThat(cluster.replicas("web")).as("a preview changes nothing").isEqualTo(2);
        assertThat(cluster.requests).allMatch(request -> request.startsWith("GET") || request.contains("dryRun=All"));
        assertThat(lines(post(false, ask(4, shown.get("plan").text(), "web", "api")))).containsExactly("web done", "api done");
        assertThat(cluster.replicas("web") + cluster.replicas("api")).isEqualTo(8);
        assertThat(lines).extracting(Audit.Line::action, Audit.Line::object, Audit.Line::result)
                .contains(org.assertj.core.groups.Tuple.tuple("action.hello/scale", "/apis/apps/v1/namespaces/shop/deployments/web", Audit.Result.OK));
    }

    @Test
    void thePreviewOfADeletionDeletesNothing() throws Exception {
        String plan = preview(ask(9, "", "web")).get("plan").text();
        assertThat(cluster.replicas("web")).isEqualTo(2);
        assertThat(lines(post(false, ask(9, plan, "web")))).containsExactly("web done");
        assertThat(cluster.objects).hasSize(1);
    }

    @Test
    void anotherPlanThanTheOneShownIsRefused() throws Exception {
        String plan = preview(ask(4, "", "web")).get("plan").text();
        assertThatThrownBy(() -> post(false, ask(5, plan, "web"))).isInstanceOf(Problem.class).hasMessageContaining("not what was shown");
        assertThat(cluster.replicas("web")).isEqualTo(2);
    }

    @Test
    void eachObjectHasItsResultAndASequenceEndsWithTheFirstFailure() throws Exception {
        cluster.next.add(409);
        assertThat(apply(4, "web", "api")).containsExactly("web failed ACTION_CONFLICT", "api done");
        cluster.next.add(403);
        assertThat(apply(7, "web", "api")).containsExactly("web failed ACTION_FORBIDDEN", "api skipped");
        assertThat(lines.getLast().result()).isEqualTo(Audit.Result.REFUSED);
        assertThat(apply(4, "api")).containsExactly("api unchanged");
    }

    @Test
    void aFieldThatIsPutBackIsSaid() throws Exception {
        cluster.putsBack = true;
        assertThat(apply(4, "web")).containsExactly("web pending");
    }

    @Test
    void notNowIsTriedAgainWithPatience() throws Exception {
        cluster.next.addAll(List.of(429, 0));
        assertThat(apply(5, "web").stream().distinct()).containsExactly("web waiting", "web done");
    }

    @Test
    void anObjectThatWasReplacedIsNotTouched() throws Exception {
        String plan = preview(ask(4, "", "web")).get("plan").text();
        Response response = post(false, ask(4, plan, "web"));
        cluster.objects.get("/apis/apps/v1/namespaces/shop/deployments/web").withObject("/metadata").put("uid", "another");
        assertThat(lines(response)).containsExactly("web failed ACTION_REPLACED");
        assertThat(cluster.replicas("web")).isEqualTo(2);
    }

    @Test
    void badInputAndWhatIsNotGrantedAreRefusedBeforeAnythingHappens() {
        assertThatThrownBy(() -> post(false, ask(-1, "", "web"))).isInstanceOf(Problem.class).hasMessageContaining("replicas is less than 0");
        assertThatThrownBy(() -> post(false, ask(13, "", "web"))).isInstanceOf(Problem.class).hasMessageContaining("unlucky");
        assertThatThrownBy(() -> post(false, ask(666, "", "web"))).isInstanceOf(Problem.class).hasMessageContaining("does not ask for changing secrets");
        assertThatThrownBy(() -> post(false, ask(4, "", "none"))).isInstanceOf(Problem.class).hasMessageContaining("no longer there");
        assertThatThrownBy(() -> post(true, ask(4, "x", "web"))).isInstanceOf(Problem.class).hasMessageContaining("read-only");
        assertThatThrownBy(() -> post(false, ask(4, "").replace("deployments.apps", "pods"))).isInstanceOf(Problem.class).hasMessageContaining("not for pods");
        assertThat(cluster.requests).isEmpty();
    }

    @Test
    void whatSomebodyWroteBearsTheirName() {
        assertThat(FakeCluster.ANN.fieldManager()).isEqualTo("fresnel");
        var jane = new Principal("key", "jane", Principal.Door.BEARER, Optional.of("token"));
        assertThat(jane.fieldManager()).isEqualTo("fresnel:jane");
        assertThat(new Principal("key", "j".repeat(200), Principal.Door.BEARER, Optional.of("token")).fieldManager()).hasSize(128);
    }
}
