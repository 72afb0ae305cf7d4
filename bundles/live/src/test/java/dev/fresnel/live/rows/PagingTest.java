package dev.fresnel.live.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.live.store.Scope;
import dev.fresnel.live.store.Visible;
import dev.fresnel.live.store.Partition;
import dev.fresnel.live.testing.Bench;
import dev.fresnel.live.testing.Client;
import dev.fresnel.spi.transport.Clusters.ServedKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lists that are larger than the memory that they may take. */
class PagingTest {
    private static final int PODS = 3000;
    private final Bench bench = new Bench(Bench.FAST, true, 300_000);
    private final Client client = new Client();

    @AfterEach
    void end() {
        bench.close();
    }

    private void many() {
        for (int i = 0; i < PODS; i++) {
            bench.api.put("shop", "pod-%04d".formatted(i), Map.of("app", i % 1000 == 999 ? "rare" : "web"), "1/1", i % 500 == 3 ? "Error" : "Running", i % 7, "");
        }
    }

    private static String pods(String more) {
        return "{\"clusters\":[\"test\"],\"resource\":\"pods\",\"window\":{\"offset\":0,\"limit\":40}" + more + "}";
    }

    private RowsChannel open(String more) {
        many();
        RowsChannel channel = bench.rows(Bench.ANN, client, pods(more));
        client.until("a page", () -> client.names().size() > 0 && client.last().at("/coverage/test/paged").present());
        return channel;
    }

    @Test
    void theFirstPageComesAndItIsSaidThatItIsOne() {
        try (RowsChannel channel = open("")) {
            client.until("all are counted", () -> client.number("total") == PODS && client.number("matched") == PODS);
            assertThat(client.names()).hasSize(40).startsWith("pod-0000", "pod-0001").endsWith("pod-0039");
            client.until("said in words", () -> client.frames().stream().anyMatch(frame -> frame.startsWith("age") && frame.contains("page by page")));
            client.until("nothing is watched that is not held", () -> bench.api.watching() == 0);
            assertThat(bench.live.stores().stream().mapToLong(one -> (long) one.get("bytes")).sum()).isLessThan(300_000);
        }
    }

    @Test
    void scrollingTurnsToOtherPages() {
        try (RowsChannel channel = open("")) {
            for (int offset : List.of(2000, 2980, 120, 40)) {
                channel.update(bench.api.json.parse(pods("").replace("\"offset\":0", "\"offset\":" + offset).getBytes()));
                int last = Math.min(PODS, offset + 40) - 1;
                client.until("the window at " + offset, () -> client.number("offset") == offset && !client.names().isEmpty()
                        && client.names().getFirst().equals("pod-%04d".formatted(offset)) && client.names().getLast().equals("pod-%04d".formatted(last)));
            }
            assertThat(client.number("total")).isEqualTo(PODS);
        }
    }

    @Test
    void changesAreSeenWhenThePageIsReadAgain() {
        try (RowsChannel channel = open("")) {
            bench.api.put("shop", "pod-0003", Map.of(), "0/1", "Evicted", 9, "");
            bench.api.delete("pods", "shop", "pod-0001");
            client.until("both", () -> client.shown().stream().anyMatch(row -> row.contains("Evicted")) && !client.names().contains("pod-0001"));
            client.until("one less", () -> client.number("total") == PODS - 1);
        }
    }

    @Test
    void theApiServerLooksForLabels() {
        try (RowsChannel channel = open(",\"filter\":{\"labels\":\"app=rare\"}")) {
            client.until("all three", () -> client.names().equals(List.of("pod-0999", "pod-1999", "pod-2999")));
            channel.update(bench.api.json.parse(pods("").getBytes()));
            client.until("all", () -> client.number("total") == PODS && client.names().contains("pod-0000"));
        }
    }

    @Test
    void sortingAndWordsLookAtTheFirstRowsAndThatIsSaid() {
        try (RowsChannel channel = open(",\"sort\":\"-name\",\"filter\":{\"text\":\"error\"}")) {
            client.until("of the first 2000", () -> client.names().equals(List.of("pod-1503", "pod-1003", "pod-0503", "pod-0003")));
            assertThat(client.last().at("/coverage/test/paged/held").number(-1)).isEqualTo(2000);
            assertThat(client.number("matched")).isEqualTo(4);
            assertThat(client.number("total")).isEqualTo(PODS);
        }
    }

    @Test
    void aRightThatIsTakenAwayEndsIt() {
        RowsChannel channel = open("");
        bench.api.denied.add("list pods *");
        client.until("ended", () -> client.end().equals("forbidden"));
        assertThat(client.names()).isEmpty();
        channel.close();
    }

    @Test
    void whatNobodyUsesLeavesBeforeAnythingElse() {
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 120; j++) {
                bench.api.put("kind" + i, "shop", "one-" + j, Map.of(), List.of("1/1", "Running", "0", "10.0.0.1", "node"), "");
            }
        }
        for (int i = 0; i < 2; i++) {
            Visible<Partition> seen = join(i);
            client.until("whole", () -> seen.value().snapshot(null).whole());
            seen.close();
        }
        for (int i = 0; i < 330; i++) {
            bench.api.put("shop", "pod-" + i, Map.of(), "1/1", "Running", 0, "");
        }
        RowsChannel channel = bench.rows(Bench.ANN, client, pods(""));
        client.until("all pods", () -> client.number("total") == 330);
        client.until("the other two left", () -> bench.live.stores().stream().map(one -> one.get("resource")).toList().equals(List.of("pods")));
        assertThat(client.last().at("/coverage/test/paged").present()).isFalse();
        channel.close();
    }

    private Visible<Partition> join(int number) {
        Kind kind = new Kind("", "v1", "kind" + number, "Kind" + number, true);
        return bench.live.gate().join(
                Bench.ANN, new Scope("test", new ServedKind(kind, List.of("get", "list", "watch"), List.of(), List.of(), false, false), ""), Set.of(), lost -> {});
    }
}
