package dev.fresnel.live.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.live.store.Witness;
import dev.fresnel.live.testing.Bench;
import dev.fresnel.live.testing.Client;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What recording costs a store that is told of 1,000 changes a second, 10 s of them with {@code -Psoak}. */
class HistoryCostTest {
    private static final int SECONDS = Boolean.getBoolean("fresnel.soak") ? 10 : 2;
    private static final int PODS = 1_000;
    private static final long TENTH = 100_000_000L;
    private static final String BODY = "\"spec\":{\"n\":%d,\"containers\":[{\"name\":\"app\",\"image\":\"registry.example/team/service:1.%d\",\"env\":[{\"name\":\"A\",\"value\":\"" + "x".repeat(2_000) + "\"}]}]}";

    private record Cost(long p95, long worst) {}

    @Test
    void deliveryIsNotSlowed() {
        Cost without = run(null);
        MemoryChronicle chronicle = new MemoryChronicle();
        Cost with = run(chronicle);
        System.out.printf("HISTORY COST at 1,000 changes/s: from decoded to applied p95 %d, worst %d ms without, p95 %d, worst %d ms with; %d recorded%n",
                without.p95, without.worst, with.p95, with.worst, chronicle.texts().size());
        assertThat(chronicle.texts()).isNotEmpty();
        if ("1".equals(System.getenv("FRESNEL_BUDGETS"))) {
            assertThat(with.p95).as("ms").isLessThanOrEqualTo(without.p95 + 10);
        }
    }

    private static Cost run(@Nullable MemoryChronicle chronicle) {
        Bench bench = new Bench();
        Recorder recorder = new Recorder(bench.api.json, 4_096, 1_000);
        try {
            bench.live.onChange(chronicle == null ? Witness.NONE : recorder);
            recorder.chronicle(chronicle);
            for (int i = 0; i < PODS; i++) {
                put(bench, i, 0);
            }
            Client page = new Client();
            bench.rows(Bench.ANN, page, "{\"clusters\":[\"test\"],\"resource\":\"pods\"}");
            page.until("rows", () -> page.number("total") == PODS && page.age("test").equals("live"));
            Cost cost = storm(bench);
            if (chronicle != null) {
                new Client().until("recorded", () -> !chronicle.texts().isEmpty());
            }
            return cost;
        } finally {
            bench.close();
            recorder.close();
        }
    }

    private static Cost storm(Bench bench) {
        List<Long> lags = new ArrayList<>();
        long next = System.nanoTime();
        for (int tenth = 0; tenth < SECONDS * 10; tenth++) {
            for (int i = 0; i < 100; i++) {
                put(bench, (tenth * 100 + i) % PODS, tenth + 1);
            }
            next += TENTH;
            while (System.nanoTime() < next) {
                LockSupport.parkNanos(5_000_000);
                lags.add(((Number) bench.live.stores().getFirst().get("lagMillis")).longValue());
            }
        }
        lags.sort(null);
        return new Cost(lags.get(lags.size() * 95 / 100), lags.getLast());
    }

    private static void put(Bench bench, int pod, int n) {
        bench.api.put("shop", "pod-" + pod, Map.of(), "1/1", "Running", 0, BODY.formatted(n, n));
    }
}
