package dev.fresnel.live.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.live.rows.RowsChannel;
import dev.fresnel.live.testing.Bench;
import dev.fresnel.live.testing.Client;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpstreamTest {
    private static final String PODS = "{\"clusters\":[\"test\"],\"resource\":\"pods\"}";
    private final Bench bench = new Bench();
    private final Client client = new Client();

    @AfterEach
    void end() {
        bench.close();
    }

    private RowsChannel open(int pods) {
        for (int i = 0; i < pods; i++) {
            bench.api.put("shop", "web-%03d".formatted(i), Map.of(), "1/1", "Running", 0, "\"spec\":{\"nodeName\":\"n\"}");
        }
        RowsChannel channel = bench.rows(Bench.ANN, client, PODS);
        client.listed(pods);
        return channel;
    }

    @Test
    void aBrokenWatchIsResumedWhereItEnded() {
        open(3);
        bench.api.bookmark();
        bench.api.disconnect();
        bench.api.put("shop", "web-new", Map.of(), "1/1", "Running", 0, "");
        bench.api.delete("pods", "shop", "web-000");
        bench.api.put("shop", "web-new2", Map.of(), "1/1", "Running", 0, "");
        client.until("what came meanwhile", () -> client.names().equals(List.of("web-001", "web-002", "web-new", "web-new2")));
        assertThat(bench.api.asked("sendInitialEvents")).as("no second list").isEqualTo(1);
        assertThat(bench.api.requests).anyMatch(r -> r.contains("watch=1&resourceVersion=103"));
        assertThat(client.frames()).noneMatch(f -> f.startsWith("age") && f.contains("stale"));
    }

    @Test
    void aVersionThatIsTooOldMeansANewListAndOnlyTheDifferenceIsTold() {
        open(5);
        int before = client.frames().size();
        bench.api.expire();
        bench.api.delete("pods", "shop", "web-001");
        bench.api.put("shop", "web-002", Map.of(), "0/1", "Error", 1, "");
        bench.api.put("shop", "web-zzz", Map.of(), "1/1", "Running", 0, "");
        client.until("the difference", () -> client.names().equals(List.of("web-000", "web-002", "web-003", "web-004", "web-zzz"))
                && client.count("error") == 1);
        assertThat(bench.api.asked("sendInitialEvents")).isEqualTo(2);
        assertThat(client.frames().subList(before, client.frames().size())).noneMatch(f -> f.startsWith("rows") || f.contains("web-003\",\"u"));
    }

    @Test
    void withoutStreamingListsPagesAreReadAndThenWatched() {
        bench.api.streams = false;
        open(20);
        assertThat(bench.api.asked("continue=7")).isEqualTo(1);
        bench.api.put("shop", "web-new", Map.of(), "1/1", "Running", 0, "");
        client.until("watched", () -> client.number("matched") == 21);
    }

    @Test
    void anUnreachableClusterKeepsItsRowsAndSaysSo() {
        open(2);
        bench.api.down = true;
        bench.api.disconnect();
        client.until("unreachable", () -> client.age("test").equals("unreachable"));
        assertThat(client.names()).hasSize(2);
        bench.api.down = false;
        bench.api.put("shop", "web-new", Map.of(), "1/1", "Running", 0, "");
        client.until("live again", () -> client.age("test").equals("live") && client.number("matched") == 3);
    }

    @Test
    void aClusterThatIsDownAtFirstIsJoinedLater() {
        bench.api.down = true;
        bench.rows(Bench.ANN, client, PODS);
        client.until("unreachable", () -> client.age("test").equals("unreachable"));
        bench.api.put("shop", "web", Map.of(), "1/1", "Running", 0, "");
        bench.api.down = false;
        client.until("live", () -> client.number("matched") == 1 && client.age("test").equals("live"));
    }

    @Test
    void anEmptyKindHasColumnsAndNoRows() {
        bench.rows(Bench.ANN, client, PODS);
        client.listed(0);
        assertThat(client.head()).isNotNull();
        assertThat(client.head().get("columns").items()).hasSize(5);
    }

    @Test
    void columnsMayChangeWhileTheyAreShown() {
        open(3);
        bench.api.moreColumns = ",Extra";
        bench.api.disconnect();
        bench.api.put("pods", "shop", "web-000", Map.of(), List.of("1/1", "Running", "0", "10.0.0.1", "n", "more"), "");
        client.until("the new column", () -> client.names().size() == 3
                && client.rows().getFirst().get("cells").items().size() == 6
                && client.rows().getFirst().get("cells").items().get(5).text().equals("more"));
        assertThat(client.head().get("columns").items()).hasSize(6);
        assertThat(client.frames()).anyMatch(frame -> frame.startsWith("reset"));
    }

    @Test
    void aKindWithoutWatchIsListedAgain() {
        bench.api.put("componentstatuses", "", "etcd-0", Map.of(), List.of("1/1", "Healthy", "0", "", ""), "");
        bench.rows(Bench.ANN, client, "{\"clusters\":[\"test\"],\"resource\":\"componentstatuses\"}");
        client.listed(1);
        bench.api.put("componentstatuses", "", "etcd-1", Map.of(), List.of("1/1", "Healthy", "0", "", ""), "");
        client.until("two", () -> client.number("matched") == 2);
        assertThat(bench.api.asked("watch=1")).isZero();
    }

    @Test
    void tooManyRequestsWaitAsLongAsTheyAreTold() {
        open(1);
        bench.api.nextStatus = 429;
        long before = System.nanoTime();
        bench.api.disconnect();
        bench.api.put("shop", "web-new", Map.of(), "1/1", "Running", 0, "");
        client.until("later", () -> client.number("matched") == 2);
        assertThat(System.nanoTime() - before).isGreaterThan(900_000_000L);
    }

    @Test
    void objectsAreKeptWithoutWhatNobodyMayRead() throws Exception {
        bench.api.put("shop", "web", Map.of("app", "web"), "1/1", "Running", 0, "\"spec\":{\"n\":1.50,\"big\":12345678901234567890}");
        try (Visible<Partition> visible = bench.live.gate().join(Bench.ANN, new Scope("test", dev.fresnel.live.testing.FakeApi.PODS, ""), java.util.Set.of(), p -> {})) {
            assertThat(visible.value().await(java.time.Duration.ofSeconds(60))).isTrue();
            var object = visible.value().object(visible.value().snapshot(null).rows().getFirst());
            assertThat(object.at("").toString()).doesNotContain("CANARY").contains("\"n\":1.5", "\"big\":12345678901234567890");
            assertThat(object.labels()).containsEntry("app", "web");
            assertThat(object.cell("Status")).isEqualTo("Running");
            assertThat(object.ref().name()).isEqualTo("web");
        }
    }
}
