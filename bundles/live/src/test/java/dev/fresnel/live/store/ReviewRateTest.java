package dev.fresnel.live.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.live.testing.Bench;
import dev.fresnel.live.testing.Client;
import dev.fresnel.live.testing.FakeApi;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.Trust;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rule R9: how many reviews open lists cost, and that none is late. Ten times as fast as in earnest. */
class ReviewRateTest {
    private static final int USERS = 500;
    private static final int FASTER = 10;

    /** Nanoseconds between two looks of the test; what is more was no time for anybody. */
    private static final long LONGEST = 100_000_000;
    private static final Pace PACE = new Pace(
            Pace.USUAL.recheck().dividedBy(FASTER), Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofSeconds(1),
            Duration.ofMillis(5), Duration.ofMillis(50), Duration.ofSeconds(40), Duration.ofSeconds(60));

    @Test
    void fiveHundredUsersCostLessThanAHundredReviewsASecondAndAreSpread() throws Exception {
        try (Bench bench = new Bench(PACE)) {
            bench.api.trust = new Trust("digest", true, Optional.empty());
            bench.api.put("shop", "web-1", Map.of(), "1/1", "Running", 0, "");
            Scope scope = new Scope("test", FakeApi.PODS, "");
            List<Visible<Partition>> open = new ArrayList<>();
            for (int i = 0; i < USERS; i++) {
                var user = new Principal("key-" + i, "user", Principal.Door.BEARER, Optional.of("token"));
                open.add(bench.live.gate().join(user, scope, Set.of(), lost -> {}));
            }
            new Client().until("one upstream", () -> bench.api.watching() == 1);
            long before = bench.live.reviews();
            long began = System.nanoTime();
            long[] last = {began};
            long[] ran = {0};
            new Client().until("two rounds", () -> {
                long now = System.nanoTime();
                ran[0] += Math.min(now - last[0], LONGEST); // while the machine stood still, nobody could ask
                last[0] = now;
                return ran[0] > PACE.recheck().toNanos() * 23 / 10;
            });
            double seconds = (System.nanoTime() - began) / 1e9 * FASTER;
            double rate = (bench.live.reviews() - before) / seconds;
            System.out.printf("REVIEWS %d users, one list each: %.1f a second%n", USERS, rate);
            assertThat(rate).isLessThan(100);
            assertThat(bench.live.reviews() - before).as("everybody is asked about twice in two rounds").isGreaterThanOrEqualTo(2 * USERS * 2);
            open.forEach(visible -> assertThat(visible.value().scope()).isEqualTo(scope));
            open.forEach(Visible::close);
        }
    }
}
