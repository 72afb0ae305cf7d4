package dev.fresnel.live.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.live.testing.Bench;
import dev.fresnel.live.testing.Client;
import dev.fresnel.live.testing.FakeSessions;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.principal.Sessions;
import dev.fresnel.spi.transport.ClusterInfo;
import dev.fresnel.spi.transport.Trust;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rules R1 to R9: who shares a store, on whose credential it runs, and who loses it when. */
class SharingTest {
    private static final String PODS = "{\"clusters\":[\"test\"],\"resource\":\"pods\"}";
    private static final String SHOP = "{\"clusters\":[\"test\"],\"resource\":\"pods\",\"namespaces\":[\"shop\"]}";
    private static final Trust DIRECT = new Trust("digest", true, Optional.empty());
    private static final Principal ANN = bearer("ann");
    private static final Principal BOB = bearer("bob");
    private static final Principal CID = bearer("cid");

    private Bench bench = new Bench();
    private final FakeSessions sessions = new FakeSessions();

    private static Principal bearer(String name) {
        return new Principal("key-" + name, name, Principal.Door.BEARER, Optional.of("token-" + name));
    }

    @AfterEach
    void end() {
        bench.close();
    }

    /** Nobody's right is asked for of itself, so that what is asked is what the test brings about. */
    private void calm() {
        bench.close();
        bench = new Bench(Bench.CALM);
    }

    private void world(Trust trust) {
        bench.api.trust = trust;
        bench.live.sessions(sessions);
        bench.api.put("shop", "web-1", Map.of(), "1/1", "Running", 0, "");
        bench.api.put("bank", "db-1", Map.of(), "1/1", "Running", 0, "");
    }

    private Client open(Principal principal, String params) {
        Client client = new Client();
        bench.rows(principal, client, params);
        return client;
    }

    private Client seeing(Principal principal, String params, int rows) {
        Client client = open(principal, params);
        return client.listed(rows);
    }

    private long watches() {
        return bench.api.watching();
    }

    private Map<String, Object> store() {
        assertThat(bench.live.stores()).hasSize(1);
        return bench.live.stores().getFirst();
    }

    private void denyTo(Principal principal, String... what) {
        for (String one : what) {
            bench.api.deniedTo.add(principal.key() + " " + one);
        }
    }

    @Test
    void oneUpstreamServesAllWhoMayListAndWatch() {
        world(DIRECT);
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(seeing(bearer("user-" + i), PODS, 2));
        }
        assertThat(watches()).isEqualTo(1);
        assertThat(store()).containsEntry("shared", true).containsEntry("joined", 20).containsEntry("users", 20);
        bench.api.put("shop", "web-2", Map.of(), "1/1", "Running", 0, "");
        clients.forEach(client -> client.until("the new row", () -> client.number("matched") == 3));
        assertThat(bench.live.reviews()).isGreaterThanOrEqualTo(40);
        assertThat(bench.api.asked("watch=1")).isEqualTo(1);
    }

    @Test
    void nothingIsSharedWithoutADirectClusterOrWithSharingOffOrOfAnAggregatedKind() {
        world(new Trust("digest", false, Optional.empty()));
        seeing(ANN, PODS, 2);
        seeing(BOB, PODS, 2);
        assertThat(watches()).isEqualTo(2);
        end();
        bench = new Bench(Bench.FAST, false);
        world(DIRECT);
        seeing(ANN, PODS, 2);
        seeing(BOB, PODS, 2);
        assertThat(watches()).isEqualTo(2);
        end();
        bench = new Bench();
        bench.api.aggregated = true;
        world(DIRECT);
        seeing(ANN, PODS, 2);
        seeing(BOB, PODS, 2);
        assertThat(bench.live.stores()).hasSize(2).allSatisfy(one -> assertThat(one).containsEntry("shared", false));
        end();
        bench = new Bench();
        world(new Trust("digest", true, Optional.of("key-ann")));
        seeing(ANN, PODS, 2);
        assertThat(store()).containsEntry("shared", false);
    }

    @Test
    void whatAReviewDoesNotGrantInFullIsAStoreOfOnesOwn() {
        calm();
        world(DIRECT);
        seeing(ANN, PODS, 2);
        denyTo(BOB, "watch pods ");
        Client bob = seeing(BOB, PODS, 2);
        assertThat(bench.live.stores()).hasSize(2);
        bench.api.put("shop", "web-2", Map.of(), "1/1", "Running", 0, "");
        bob.until("listed again", () -> bob.number("matched") == 3);
        bench.api.reviewStatus = 500;
        seeing(CID, PODS, 3);
        assertThat(bench.live.stores()).filteredOn(one -> one.get("shared").equals(false)).hasSize(2);
    }

    @Test
    void whoMayNotGetsNothingFromTheWarmStoreOfOthers() {
        world(DIRECT);
        Client ann = seeing(ANN, PODS, 2);
        denyTo(BOB, "list pods *", "watch pods *");
        Client bob = open(BOB, PODS);
        bob.until("forbidden", () -> bob.end().equals("forbidden"));
        Client there = open(BOB, SHOP);
        there.until("forbidden", () -> there.end().equals("forbidden"));
        assertThat(bob.frames()).noneMatch(frame -> frame.contains("web-1") || frame.startsWith("rows"));
        assertThat(there.frames()).noneMatch(frame -> frame.contains("web-1") || frame.startsWith("rows"));
        assertThat(ann.number("matched")).isEqualTo(2);
    }

    @Test
    void aNamespaceIsServedByTheStoreForAllAndShowsNothingElse() {
        world(DIRECT);
        Client ann = seeing(ANN, PODS, 2);
        denyTo(BOB, "list pods ", "watch pods ");
        Client bob = seeing(BOB, SHOP, 1);
        assertThat(bob.number("total")).isEqualTo(1);
        assertThat(watches()).isEqualTo(1);
        int frames = bob.frames().size();
        bench.api.put("bank", "db-2", Map.of(), "1/1", "Running", 0, "");
        bench.api.put("bank", "db-1", Map.of(), "0/1", "Error", 1, "");
        ann.until("both", () -> ann.number("matched") == 3);
        bench.api.put("shop", "web-2", Map.of(), "1/1", "Running", 0, "");
        bob.until("its own", () -> bob.number("matched") == 2);
        assertThat(bob.frames()).hasSize(frames + 1);
        assertThat(String.join("\n", bob.frames())).doesNotContain("db-1", "db-2", "bank");
    }

    @Test
    void manyNamespacesNeverAddUpToAll() {
        world(DIRECT);
        denyTo(BOB, "list pods ", "watch pods ");
        seeing(BOB, "{\"clusters\":[\"test\"],\"resource\":\"pods\",\"namespaces\":[\"shop\",\"bank\"]}", 2);
        assertThat(bench.live.stores()).hasSize(2).allSatisfy(one -> assertThat(one.get("namespace")).isNotEqualTo(""));
        Client all = open(BOB, PODS);
        all.until("forbidden", () -> all.end().equals("forbidden"));
    }

    @Test
    void theNextOneGoesOnFromTheLastVersionWhenACarrierLogsOut() {
        calm();
        world(DIRECT);
        Client ann = seeing(ANN, PODS, 2);
        Client bob = seeing(BOB, PODS, 2);
        assertThat(bench.api.watchesBy(ANN)).isEqualTo(1);
        long lists = bench.api.asked("sendInitialEvents");
        sessions.end(ANN, Sessions.End.LOGOUT);
        ann.until("ended", () -> ann.end().equals("session"));
        assertThat(ann.names()).isEmpty();
        bob.until("bob carries", () -> bench.api.watchesBy(BOB) == 1 && bench.api.watchesBy(ANN) == 0);
        int seen = bench.api.sent.size();
        bench.api.put("shop", "web-2", Map.of(), "1/1", "Running", 0, "");
        bob.until("goes on", () -> bob.number("matched") == 3);
        assertThat(bench.api.asked("sendInitialEvents")).as("nothing is listed anew").isEqualTo(lists);
        assertThat(bench.api.sent.subList(seen, bench.api.sent.size())).noneMatch(request -> request.startsWith(ANN.key() + " "));
        assertThat(bob.frames()).noneMatch(frame -> frame.contains("unreachable") || frame.contains("stale"));
        assertThat(store()).containsEntry("carrier", "key-bob").containsEntry("handovers", 1).containsEntry("joined", 1);
        assertThatThrownBy(() -> bench.live.gate().join(ANN, scope(""), Set.of(), lost -> {})).isInstanceOf(Problem.class)
                .hasMessageContaining("session has ended");
    }

    private static Scope scope(String namespace) {
        return new Scope("test", dev.fresnel.live.testing.FakeApi.PODS, namespace);
    }

    @Test
    void theLastOnesLogoutStopsTheUpstreamAtOnce() {
        bench.close();
        bench = new Bench(new Pace(
                Duration.ofMillis(300), Duration.ofMillis(200), Duration.ofMinutes(9), Duration.ofMillis(100),
                Duration.ofMillis(5), Duration.ofMillis(50), Duration.ofSeconds(40), Duration.ofSeconds(60)));
        world(DIRECT);
        Client ann = new Client();
        bench.rows(ANN, ann, PODS).close();
        ann.until("idle but warm", () -> watches() == 1);
        sessions.end(ANN, Sessions.End.EXPIRED);
        ann.until("nothing is received", () -> watches() == 0 && bench.live.stores().isEmpty());
    }

    @Test
    void whoLeavesDoesNotCarryOn() {
        world(DIRECT);
        Client ann = new Client();
        var channel = bench.rows(ANN, ann, PODS);
        ann.until("rows", () -> ann.number("matched") == 2);
        Client bob = seeing(BOB, PODS, 2);
        channel.close();
        bob.until("bob carries", () -> bench.api.watchesBy(BOB) == 1 && bench.api.watchesBy(ANN) == 0);
    }

    @Test
    void aRefusedCarrierIsReplacedAndLosesOnlyItsOwn() {
        world(DIRECT);
        Client ann = seeing(ANN, PODS, 2);
        Client bob = seeing(BOB, PODS, 2);
        bench.api.revoked.add(ANN.key());
        bench.api.disconnect();
        ann.until("unknown credential", () -> !ann.end().isEmpty());
        bob.until("bob carries", () -> bench.api.watchesBy(BOB) == 1);
        bench.api.put("shop", "web-2", Map.of(), "1/1", "Running", 0, "");
        bob.until("goes on", () -> bob.number("matched") == 3);
        bob.until("ann's session has ended", () -> !sessions.over.isEmpty());
        assertThat(sessions.over).as("a token that the API server knew and knows no more").containsExactly(ANN.key());
    }

    @Test
    void aCandidateWithoutTheRightIsNotHandedTheUpstream() {
        world(DIRECT);
        seeing(ANN, PODS, 2);
        Client bob = seeing(BOB, PODS, 2);
        Client cid = seeing(CID, PODS, 2);
        denyTo(BOB, "list pods *", "watch pods *");
        sessions.end(ANN, Sessions.End.LOGOUT);
        bob.until("forbidden", () -> bob.end().equals("forbidden"));
        cid.until("cid carries", () -> bench.api.watchesBy(CID) == 1);
        assertThat(bench.api.sent).noneMatch(request -> request.startsWith("key-bob GET") && request.contains("watch=1"));
    }

    @Test
    void guestsOfANamespaceGetTheirOwnStoreWhenNobodyCarriesTheOneForAll() {
        world(DIRECT);
        seeing(ANN, PODS, 2);
        denyTo(BOB, "list pods ", "watch pods ");
        Client bob = seeing(BOB, SHOP, 1);
        sessions.end(ANN, Sessions.End.LOGOUT);
        bob.until("a store of the namespace", () -> bench.api.watchesBy(BOB) == 1);
        bench.api.put("shop", "web-2", Map.of(), "1/1", "Running", 0, "");
        bob.until("goes on", () -> bob.number("matched") == 2);
        assertThat(bob.end()).isEmpty();
        assertThat(bench.api.sent).noneMatch(request -> request.startsWith("key-bob GET /api/v1/pods"));
    }

    @Test
    void aLostRightEndsTheChannelOfThatUserAlone() {
        world(DIRECT);
        Client ann = seeing(ANN, PODS, 2);
        Client bob = seeing(BOB, PODS, 2);
        denyTo(ANN, "list pods *", "watch pods *");
        ann.until("forbidden", () -> ann.end().equals("forbidden"));
        assertThat(ann.names()).isEmpty();
        bob.until("bob carries", () -> bench.api.watchesBy(BOB) == 1 && bench.api.watchesBy(ANN) == 0);
        bench.api.put("shop", "canary", Map.of(), "1/1", "Running", 0, "");
        bob.until("goes on", () -> bob.number("matched") == 3);
        assertThat(String.join("\n", ann.frames())).doesNotContain("canary");
    }

    @Test
    void whoLosesOnlyTheWatchGoesOnWithListsOfTheirOwn() {
        world(DIRECT);
        Client ann = seeing(ANN, PODS, 2);
        seeing(BOB, PODS, 2);
        denyTo(ANN, "watch pods *");
        ann.until("moved", () -> bench.live.stores().size() == 2);
        bench.api.put("shop", "web-2", Map.of(), "1/1", "Running", 0, "");
        ann.until("listed again", () -> ann.number("matched") == 3);
        assertThat(ann.end()).isEmpty();
    }

    @Test
    void anotherClusterUnderTheSameIdIsJoinedAnew() {
        world(DIRECT);
        Client ann = seeing(ANN, PODS, 2);
        var info = new ClusterInfo("test", "test", "kubeconfig", ClusterInfo.State.UP, Instant.now(), null, null, null, null);
        bench.api.changed(new Trust("other", true, Optional.empty()), info);
        ann.until("listed anew", () -> bench.api.asked("sendInitialEvents") == 2);
        ann.until("rows", () -> ann.number("matched") == 2);
        assertThat(ann.end()).isEmpty();
        bench.api.changed(new Trust("other", true, Optional.empty()), null);
        ann.until("gone", () -> ann.end().equals("gone"));
        assertThat(ann.names()).isEmpty();
    }

    @Test
    void whileTheClusterCannotBeAskedNothingNewBeginsAndRowsStay() {
        bench.close();
        bench = new Bench(Bench.FAST.stale(Duration.ofMinutes(10)));
        world(DIRECT);
        List<Problem> lost = new CopyOnWriteArrayList<>();
        Visible<Partition> seen = bench.live.gate().join(ANN, scope(""), Set.of(), lost::add);
        Client ann = seeing(ANN, PODS, 2);
        bench.api.down = true;
        bench.api.disconnect();
        ann.until("doubt", () -> refuses(seen));
        assertThat(seen.value().scope()).isEqualTo(scope(""));
        assertThatThrownBy(() -> bench.live.gate().join(ANN, scope(""), Set.of(), problem -> {})).isInstanceOf(Problem.class)
                .satisfies(thrown -> assertThat(((Problem) thrown).kind()).isEqualTo(Problem.Kind.CLUSTER_DOWN));
        assertThat(ann.names()).hasSize(2);
        assertThat(lost).isEmpty();
    }

    @Test
    void afterTheirTimeRowsLeaveUntilTheClusterIsBack() {
        bench.close();
        bench = new Bench(Bench.FAST.stale(Duration.ofSeconds(1)));
        world(DIRECT);
        List<Problem> lost = new CopyOnWriteArrayList<>();
        Visible<Partition> seen = bench.live.gate().join(ANN, scope(""), Set.of(), lost::add);
        Client ann = seeing(ANN, PODS, 2);
        bench.api.down = true;
        bench.api.disconnect();
        ann.until("too long", () -> ann.names().isEmpty() && lost.size() == 1 && ann.age("test").equals("unreachable"));
        assertThatThrownBy(seen::value).isInstanceOf(Problem.class);
        assertThat(ann.end()).isEmpty();
        bench.api.down = false;
        ann.until("back", () -> ann.number("matched") == 2);
        assertThat(lost).hasSize(1);
    }

    private static boolean refuses(Visible<Partition> seen) {
        try {
            seen.fresh();
            return false;
        } catch (Problem doubt) {
            return doubt.kind() == Problem.Kind.CLUSTER_DOWN;
        }
    }

    @Test
    void endsOfSessionsActWhileTheClusterIsDown() {
        world(DIRECT);
        Client ann = seeing(ANN, PODS, 2);
        bench.api.down = true;
        bench.api.disconnect();
        sessions.end(ANN, Sessions.End.EXPIRED);
        ann.until("ended", () -> ann.end().equals("session"));
        assertThat(ann.names()).isEmpty();
    }

    @Test
    void whatGoesOnAfterAPauseIsAskedAnew() {
        bench.close();
        bench = new Bench(Pace.USUAL);
        world(DIRECT);
        var channel = bench.live.gate().join(ANN, scope(""), Set.of(), lost -> {});
        long before = bench.live.reviews();
        bench.live.gate().join(ANN, scope(""), Set.of(), lost -> {}).close();
        assertThat(bench.live.reviews()).isEqualTo(before);
        bench.live.gate().join(ANN, scope(""), Set.of(), lost -> {}, true).close();
        assertThat(bench.live.reviews()).isEqualTo(before + 2);
        denyTo(ANN, "list pods *", "watch pods *");
        assertThatThrownBy(() -> bench.live.gate().join(ANN, scope(""), Set.of(), lost -> {}, true)).isInstanceOf(Problem.class);
        assertThatThrownBy(channel::value).isInstanceOf(Problem.class);
    }
}
