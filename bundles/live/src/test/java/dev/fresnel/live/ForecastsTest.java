package dev.fresnel.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.live.store.Pace;
import dev.fresnel.live.testing.Bench;
import dev.fresnel.live.testing.FakeApi;
import dev.fresnel.live.testing.FakeBoard;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ForecastsTest {
    private final FakeApi api = new FakeApi();
    private final LiveStore store = new LiveStore(api, api, new FakeBoard().switchboard(), api.json, new LiveStore.Settings(true, Pace.USUAL));
    private final Forecasts forecasts = new Forecasts(store);

    @AfterEach
    void end() {
        forecasts.close();
        store.close();
    }

    private static void until(BooleanSupplier there) throws InterruptedException {
        for (long end = System.nanoTime() + 60_000_000_000L; !there.getAsBoolean() && System.nanoTime() < end; ) {
            Thread.sleep(10);
        }
        assertThat(there.getAsBoolean()).isTrue();
    }

    @Test
    void aListThatIsExpectedIsReadOnceAndThereForWhoComes() throws Exception {
        api.put("shop", "web", Map.of(), "1/1", "Running", 0, "\"spec\":{}");
        forecasts.expect(Bench.ANN, FakeApi.CLUSTER, List.of("pods", "nothings"), Set.of());
        forecasts.expect(Bench.ANN, FakeApi.CLUSTER, List.of("pods"), Set.of());
        until(() -> api.watching() == 1);
        assertThat(forecasts.held()).isEqualTo(2);
        assertThat(api.watchesBy(Bench.ANN)).isEqualTo(1);
    }

    @Test
    void whatSomebodyMayNotSeeIsNotReadForThem() throws Exception {
        api.deniedTo.add(Bench.BOB.key() + " list pods *");
        forecasts.expect(Bench.BOB, FakeApi.CLUSTER, List.of("pods"), Set.of());
        until(() -> api.reviews() > 0);
        assertThat(api.watchesBy(Bench.BOB)).isZero();
    }

    @Test
    void whatIsHeldIsBoundedAndGoesWithIt() {
        for (int i = 0; i < 100; i++) {
            forecasts.expect(Bench.ANN, FakeApi.CLUSTER, List.of("pods"), Set.of("space-" + i));
        }
        assertThat(forecasts.held()).isEqualTo(64);
        forecasts.close();
        assertThat(forecasts.held()).isZero();
        forecasts.expect(Bench.ANN, FakeApi.CLUSTER, List.of("pods"), Set.of());
        assertThat(forecasts.held()).isZero();
    }
}
