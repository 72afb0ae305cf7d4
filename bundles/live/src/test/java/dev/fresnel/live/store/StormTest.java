package dev.fresnel.live.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.live.testing.Bench;
import dev.fresnel.live.testing.Client;
import dev.fresnel.live.testing.FakeApi;
import dev.fresnel.spi.transport.Clusters.ServedKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Many stores whose versions are all too old at once. */
class StormTest {
    private static final Pace PACE = spread(Duration.ofSeconds(2));

    private static Pace spread(Duration spread) {
        return new Pace(
                Duration.ofSeconds(30), Duration.ofMillis(200), Duration.ofSeconds(30), Duration.ofMillis(100),
                Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofSeconds(40), Duration.ofSeconds(60), spread);
    }

    private static Scope scope(int number) {
        Kind kind = new Kind("", "v1", "kind" + number, "Kind" + number, true);
        return new Scope("test", new ServedKind(kind, List.of("get", "list", "watch"), List.of(), List.of(), false, false), "");
    }

    private static List<Visible<Partition>> open(Bench bench, int stores) {
        List<Visible<Partition>> open = new ArrayList<>();
        for (int i = 0; i < stores; i++) {
            bench.api.put("kind" + i, "shop", "one-" + i, Map.of(), List.of("1/1", "Running", "0", "10.0.0.1", "node"), "");
            open.add(bench.live.gate().join(Bench.ANN, scope(i), Set.of(), lost -> {}));
        }
        new Client().until("all live", () -> open.stream().allMatch(one -> one.value().snapshot(null).whole()) && bench.api.watching() == stores);
        return open;
    }

    @Test
    void manyListAnewOneAfterTheOtherAndAtMostTwoAtOnce() {
        try (Bench bench = new Bench(PACE)) {
            List<Visible<Partition>> open = open(bench, 50);
            List<Long> lists = new CopyOnWriteArrayList<>();
            bench.api.onList = () -> lists.add(System.nanoTime());
            bench.api.most.set(0);
            long began = System.nanoTime();
            bench.api.expire();
            new Client().until("all anew", () -> lists.size() == 50
                    && open.stream().allMatch(one -> one.value().age().state() == Age.State.LIVE && one.value().snapshot(null).rows().size() == 1));
            assertThat(lists).hasSize(50);
            assertThat(bench.api.most.get()).as("lists at once").isLessThanOrEqualTo(2);
            assertThat(lists.getLast() - began).as("ns of spread").isGreaterThan(PACE.spread().toNanos() * 2 / 3);
            long early = lists.stream().filter(at -> at - began < PACE.spread().toNanos() / 4).count();
            assertThat(early).as("lists in the first quarter").isLessThan(30);
            open.forEach(Visible::close);
        }
    }

    @Test
    void aFewDoNotWait() {
        Duration spread = Duration.ofMinutes(3);
        try (Bench bench = new Bench(spread(spread))) {
            List<Visible<Partition>> open = open(bench, 2);
            List<Long> lists = new CopyOnWriteArrayList<>();
            bench.api.onList = () -> lists.add(System.nanoTime());
            long began = System.nanoTime();
            bench.api.expire();
            new Client().until("anew", () -> lists.size() == 2);
            assertThat(lists.getLast() - began).isLessThan(spread.toNanos() / 3);
            open.forEach(Visible::close);
        }
    }

    @Test
    void tooManyRequestsWaitAsLongAsTheServerSaysAndDoNotListAnew() {
        try (Bench bench = new Bench(PACE)) {
            List<Visible<Partition>> open = open(bench, 1);
            long lists = bench.api.asked("sendInitialEvents");
            int before = bench.api.requests.size();
            long began = System.nanoTime();
            bench.api.nextStatus = 429;
            bench.api.disconnect();
            new Client().until("again", () -> bench.api.requests.size() >= before + 2 && bench.api.watching() == 1);
            assertThat(System.nanoTime() - began).as("Retry-After: 1").isGreaterThan(1_000_000_000L);
            assertThat(bench.api.asked("sendInitialEvents")).isEqualTo(lists);
            open.forEach(Visible::close);
        }
    }
}
