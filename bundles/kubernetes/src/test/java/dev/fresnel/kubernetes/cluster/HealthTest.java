package dev.fresnel.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.transport.ClusterInfo.State;
import dev.fresnel.testing.Await;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class HealthTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Problem REFUSED = new Problem(Problem.Kind.CLUSTER_DOWN, "CLUSTER_REFUSED", "It refuses connections.");
    private static final Problem SIGN_IN = new Problem(Problem.Kind.UNAUTHENTICATED, "EXEC_PLUGIN_FAILED", "Sign in.");

    private Instant now = START;

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    private final Health health = new Health(clock, Duration.ofSeconds(5), null);

    private void pass(long seconds) {
        now = now.plusSeconds(seconds);
    }

    @Test
    void nothingIsKnownAtFirstAndNothingIsRefused() {
        assertThat(health.reading()).isEqualTo(new Health.Reading(State.CONNECTING, START, null));
        assertThat(health.refusal()).isEmpty();
        assertThat(health.untilProbe()).isEmpty();
    }

    @Test
    void downMeansRefusalsThatSaySinceWhenUntilItIsTimeToAskAgain() {
        health.answered();
        pass(60);
        assertThat(health.failed(State.DOWN, REFUSED)).isTrue();
        pass(2);
        Problem refusal = health.refusal().orElseThrow();
        assertThat(refusal.text()).isEqualTo("It refuses connections.");
        assertThat(refusal.args()).containsEntry("since", START.plusSeconds(60).toEpochMilli());
        assertThat(health.untilProbe()).contains(Duration.ofSeconds(3));
        pass(3);
        assertThat(health.refusal()).isEmpty();
    }

    @Test
    void pausesGrowToAMinuteAndAnAnswerEndsThem() {
        for (int expected : new int[] {5, 10, 20, 40, 60, 60}) {
            health.failed(State.DOWN, REFUSED);
            assertThat(health.untilProbe()).contains(Duration.ofSeconds(expected));
            pass(expected);
        }
        assertThat(health.reading().since()).as("the first failure").isEqualTo(START);
        assertThat(health.answered()).isTrue();
        assertThat(health.reading().state()).isEqualTo(State.UP);
        assertThat(health.reading().detail()).isNull();
        health.failed(State.DOWN, REFUSED);
        assertThat(health.untilProbe()).contains(Duration.ofSeconds(5));
    }

    @Test
    void sameFailureAgainIsNoNews() {
        assertThat(health.failed(State.DOWN, REFUSED)).isTrue();
        assertThat(health.failed(State.DOWN, REFUSED)).isFalse();
        assertThat(health.failed(State.BROKEN, SIGN_IN)).isTrue();
    }

    @Test
    void whoHasToSignInWaitsShortlyAndProgramsAreNotRunForProbesAllTheTime() {
        for (int i = 0; i < 3; i++) {
            health.failed(State.BROKEN, SIGN_IN);
            pass(4);
            assertThat(health.refusal()).isPresent();
            assertThat(health.untilProbe()).contains(Duration.ofSeconds(26));
            pass(1);
            assertThat(health.refusal()).isEmpty();
        }
    }

    @Test
    void brokenConfigurationIsNeverAsked() {
        Health broken = new Health(clock, Duration.ofSeconds(5), "no such cluster");
        pass(1_000_000);
        assertThat(broken.reading().state()).isEqualTo(State.BROKEN);
        assertThat(broken.refusal()).hasValueSatisfying(problem -> assertThat(problem.text()).isEqualTo("no such cluster"));
        assertThat(broken.untilProbe()).isEmpty();
    }

    /** An exception knows the classes of whoever asked, which may be a plugin's that wants to go. */
    @Test
    void noExceptionIsKept() {
        var thrown = failed();
        Await.until("nobody holds it", () -> {
            System.gc();
            return thrown.get() == null;
        });
        assertThat(health.refusal()).hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo("CLUSTER_SILENT"));
    }

    private WeakReference<Problem> failed() {
        var problem = new Problem(Problem.Kind.CLUSTER_DOWN, "CLUSTER_SILENT", "It does not answer.");
        health.failed(State.DOWN, problem);
        return new WeakReference<>(problem);
    }

    @Test
    void recentAnswersAreRemembered() {
        assertThat(health.answeredWithin(Duration.ofSeconds(15))).isFalse();
        health.answered();
        pass(14);
        assertThat(health.answeredWithin(Duration.ofSeconds(15))).isTrue();
        pass(1);
        assertThat(health.answeredWithin(Duration.ofSeconds(15))).isFalse();
    }
}
