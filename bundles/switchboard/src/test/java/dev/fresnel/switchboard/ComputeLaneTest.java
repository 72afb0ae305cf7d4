package dev.fresnel.switchboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.plugin.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ComputeLaneTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(60);

    private final ClassLoader loader = new ClassLoader(null) {};
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final ComputeLane lane = new ComputeLane("slow", loader, faults::add);
    private final AtomicBoolean go = new AtomicBoolean();

    private static final class Good {}

    private static final class Bad {}

    @AfterEach
    void close() {
        go.set(true);
        lane.close();
    }

    private void spin() {
        while (!go.get()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void functionsRunOnItsOwnPlatformThreadsWithThePluginsLoader() {
        assertThat(lane.call(new Good(), () -> Thread.currentThread().isVirtual(), LONG)).isFalse();
        assertThat(lane.call(new Good(), () -> Thread.currentThread().getContextClassLoader(), LONG)).isSameAs(loader);
        assertThatThrownBy(() -> lane.call(new Good(), () -> { throw new IllegalStateException("x"); }, LONG))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("PLUGIN_FAILED"));
        var own = new Problem(Problem.Kind.MISSING, "MINE", "not there");
        assertThatThrownBy(() -> lane.call(new Good(), () -> { throw own; }, LONG)).isSameAs(own);
    }

    @Test
    void theThirdSlowCallQuarantinesThatContributionOnly() {
        while (faults.size() < ComputeLane.STRIKES) { // a call that no thread took up in time is no strike
            assertThatThrownBy(() -> lane.call(new Bad(), spinning(), SHORT))
                    .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isIn("PLUGIN_SLOW", "PLUGIN_BUSY"));
        }
        assertThatThrownBy(() -> lane.call(new Bad(), () -> 1, LONG))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("PLUGIN_QUARANTINED"));
        assertThat(lane.quarantined()).containsExactly(Bad.class.getName());
        assertThat(lane.call(new Good(), () -> 2, LONG)).isEqualTo(2);
        assertThat(lane.abandoned()).isEqualTo(3);
        assertThat(lane.stuck()).hasSize(3);
        assertThat(faults).hasSize(3).allMatch(text -> text.contains("did not answer within 50 ms"));
    }

    @Test
    void atMostTwoRunAtOnceAndWhoWaitsTooLongGetsNoStrike() throws Exception {
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new CountDownLatch(2);
            var calls = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 2; i++) {
                calls.add(pool.submit(() -> lane.call(new Good(), () -> {
                    running.countDown();
                    spin();
                    return 1;
                }, LONG)));
            }
            assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 4; i++) {
                assertThatThrownBy(() -> lane.call(new Bad(), () -> 1, SHORT))
                        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("PLUGIN_BUSY"));
            }
            go.set(true);
            for (var call : calls) {
                assertThat(call.get(60, TimeUnit.SECONDS)).isEqualTo(1);
            }
            assertThat(lane.call(new Bad(), () -> 3, LONG)).isEqualTo(3);
        }
    }

    @Test
    void aHundredCallersAreAllAnswered() throws Exception {
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 100; i++) {
                int n = i;
                calls.add(pool.submit(() -> lane.call(new Good(), () -> n * 2, LONG)));
            }
            for (int i = 0; i < 100; i++) {
                assertThat(calls.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(i * 2);
            }
        }
    }

    private Callable<Integer> spinning() {
        return () -> {
            spin();
            return 1;
        };
    }
}
