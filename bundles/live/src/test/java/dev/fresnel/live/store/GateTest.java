package dev.fresnel.live.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.live.testing.Bench;
import dev.fresnel.live.testing.Client;
import dev.fresnel.live.testing.FakeApi;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final String PODS = "{\"clusters\":[\"test\"],\"resource\":\"pods\"}";
    private static final Scope ALL = new Scope("test", FakeApi.PODS, "");
    private final Bench bench = new Bench();
    private final Client client = new Client();

    @AfterEach
    void end() {
        bench.close();
    }

    private void two() {
        bench.api.put("shop", "web-1", Map.of(), "1/1", "Running", 0, "");
        bench.api.put("bank", "db-1", Map.of(), "1/1", "Running", 0, "");
    }

    private void deny(String... what) {
        bench.api.denied.addAll(List.of(what));
    }

    @Test
    void deniedEverywhereAndNoNamespaceNamedIsForbiddenInWords() {
        two();
        deny("list pods ", "watch pods ");
        bench.rows(Bench.ANN, client, PODS);
        client.until("end", () -> client.end().equals("forbidden"));
        assertThat(client.age("test")).isEqualTo("forbidden");
        assertThat(client.frames().getLast()).contains("\"verb\":\"list\"", "\"resource\":\"pods\"", "\"namespace\":\"\"");
        assertThat(client.frames()).noneMatch(frame -> frame.startsWith("rows") || frame.startsWith("delta"));
        assertThat(bench.api.asked("watch=1")).isZero();
    }

    @Test
    void namedNamespacesGetTheirOwnGateAndStore() {
        two();
        deny("list pods ", "watch pods ", "list pods bank");
        bench.rows(Bench.ANN, client, "{\"clusters\":[\"test\"],\"resource\":\"pods\",\"namespaces\":[\"shop\",\"bank\"]}");
        client.until("rows of one", () -> client.names().equals(List.of("web-1")));
        assertThat(client.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.FORBIDDEN);
            assertThat(problem.args()).containsEntry("namespace", "bank").containsEntry("verb", "list");
        });
        assertThat(client.number("total")).isEqualTo(1);
        assertThat(bench.api.asked("/api/v1/pods?")).as("nothing is asked of all namespaces").isZero();
    }

    @Test
    void aNamespaceIsServedFromTheStoreForAllWhenItsGateIsPositive() {
        two();
        bench.rows(Bench.ANN, client, PODS);
        client.listed(2);
        Client narrow = new Client();
        bench.rows(Bench.ANN, narrow, "{\"clusters\":[\"test\"],\"resource\":\"pods\",\"namespaces\":[\"bank\"]}");
        narrow.until("one", () -> narrow.names().equals(List.of("db-1")));
        assertThat(narrow.number("total")).isEqualTo(1);
        assertThat(bench.api.asked("namespaces/bank")).isZero();
    }

    @Test
    void principalsNeverShareAStoreOrADecision() {
        two();
        bench.rows(Bench.ANN, client, PODS);
        client.listed(2);
        long reviews = bench.live.reviews();
        Client bob = new Client();
        bench.rows(Bench.BOB, bob, PODS);
        bob.listed(2);
        assertThat(bench.live.reviews()).isGreaterThanOrEqualTo(reviews + 2);
        assertThat(bench.live.stores()).hasSize(2);
    }

    @Test
    void aLostRightEndsTheChannelAndClearsThePage() {
        two();
        bench.rows(Bench.ANN, client, PODS);
        client.listed(2);
        deny("list pods ", "watch pods ");
        client.until("ended", () -> client.end().equals("forbidden"));
        assertThat(client.names()).isEmpty();
        client.until("the upstream ends", () -> bench.api.watching() == 0);
    }

    @Test
    void aLostRightKillsWhatWasHandedOut() throws Exception {
        two();
        List<Problem> lost = new CopyOnWriteArrayList<>();
        Visible<Partition> visible = bench.live.gate().join(Bench.ANN, ALL, Set.of(), lost::add);
        assertThat(visible.value().await(java.time.Duration.ofSeconds(60))).isTrue();
        deny("list pods ", "watch pods ");
        client.until("lost", () -> !lost.isEmpty());
        assertThatThrownBy(visible::value).isInstanceOf(Problem.class).hasMessageContaining("may not list pods");
    }

    @Test
    void aDenialIsBelievedForAShortTimeOnly() {
        deny("list pods ", "watch pods ");
        client.until("believed the second time", this::believed);
        bench.api.denied.clear();
        client.until("allowed again", () -> {
            try (Visible<Partition> visible = bench.live.gate().join(Bench.ANN, ALL, Set.of(), problem -> {})) {
                return visible != null;
            } catch (Problem still) {
                return false;
            }
        });
    }

    /** @return false when the first no was an old one, or the second question came too late to tell */
    private boolean believed() {
        long began = System.nanoTime();
        int before = bench.api.requests.size();
        int asked = refused();
        int again = refused();
        if (asked == before || System.nanoTime() - began > Bench.FAST.denial().toNanos()) {
            return false;
        }
        assertThat(again).as("requests").isEqualTo(asked);
        return true;
    }

    /** @return how many requests there were after that */
    private int refused() {
        assertThatThrownBy(() -> bench.live.gate().join(Bench.ANN, ALL, Set.of(), problem -> {})).isInstanceOf(Problem.class);
        return bench.api.requests.size();
    }

    @Test
    void whenReviewsCannotBeHadTheRealRequestDecides() {
        two();
        bench.api.reviewStatus = 403;
        bench.rows(Bench.ANN, client, PODS);
        client.listed(2);
        assertThat(bench.api.asked("limit=1&includeObject=None")).isPositive();
        Client bob = new Client();
        deny("list pods ", "watch pods ");
        bench.rows(Bench.BOB, bob, PODS);
        bob.until("forbidden", () -> bob.end().equals("forbidden"));
    }

    @Test
    void listWithoutWatchIsListedAgainAndAgain() {
        two();
        deny("watch pods ");
        bench.rows(Bench.ANN, client, PODS);
        client.listed(2);
        bench.api.put("shop", "web-2", Map.of(), "1/1", "Running", 0, "");
        client.until("listed again", () -> client.number("matched") == 3);
        assertThat(bench.api.asked("watch=1")).isZero();
    }

    @Test
    void watchWithoutListIsForbidden() {
        deny("list pods ");
        bench.rows(Bench.ANN, client, PODS);
        client.until("forbidden", () -> client.end().equals("forbidden"));
    }

    @Test
    void unusedStoresLeaveAndComeBackThroughTheGate() {
        two();
        bench.rows(Bench.BOB, new Client(), PODS).close();
        var channel = bench.rows(Bench.ANN, client, PODS);
        client.listed(2);
        channel.close();
        client.until("idle", () -> bench.live.stores().isEmpty() && bench.api.watching() == 0);
    }

    @Test
    void onlyTheGateMakesAVisible() throws IOException {
        List<String> makers = new ArrayList<>();
        Path classes = Path.of("target/classes");
        try (var files = Files.walk(classes)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                ClassFile.of().parse(file).methods().forEach(method -> method.code().ifPresent(code -> code.forEach(element -> {
                    if (element instanceof InvokeInstruction call
                            && call.owner().asInternalName().endsWith("/Visible")
                            && call.name().equalsString("<init>")) {
                        makers.add(classes.relativize(file).toString());
                    }
                })));
            }
        }
        assertThat(makers).containsOnly("dev/fresnel/live/store/Gate.class");
        assertThat(Gate.Pass.class.getDeclaredConstructors()).allMatch(c -> java.lang.reflect.Modifier.isPrivate(c.getModifiers()));
        assertThat(Visible.class.getDeclaredConstructors()).hasSize(1).allMatch(c -> c.getParameterTypes()[0] == Gate.Pass.class);
    }
}
