package dev.fresnel.kubernetes.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fresnel.api.plugin.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RenewedCredentialTest {
    private final AtomicInteger runs = new AtomicInteger();

    private final RenewedCredential failing = new RenewedCredential(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC)) {
        @Override
        Renewal renew() {
            runs.incrementAndGet();
            throw new Problem(Problem.Kind.UNAUTHENTICATED, "EXEC_PLUGIN_FAILED", "It said no.", Map.of("status", 1), null);
        }

        @Override
        Problem tooSlow(Duration limit) {
            return new Problem(Problem.Kind.UPSTREAM_TIMEOUT, "SLOW", "Too slow.");
        }
    };

    private Problem refusal() {
        return catchThrowableOfType(Problem.class, () -> failing.proof(Duration.ofSeconds(30)));
    }

    /** Its stack would hold the classes of whoever asked first, and a plugin among them could never go. */
    @Test
    void aFailureIsRememberedInWordsAndNotByWhoeverMetIt() {
        Problem first = refusal();
        Problem second = refusal();
        assertThat(runs).hasValue(1);
        assertThat(second).isNotSameAs(first).hasNoCause();
        assertThat(second.kind()).isEqualTo(Problem.Kind.UNAUTHENTICATED);
        assertThat(second.code()).isEqualTo("EXEC_PLUGIN_FAILED");
        assertThat(second.text()).isEqualTo("It said no.");
        assertThat(second.args()).containsEntry("status", 1);
        assertThat(second.getStackTrace()).extracting(StackTraceElement::getMethodName).contains("refusal");
    }
}
