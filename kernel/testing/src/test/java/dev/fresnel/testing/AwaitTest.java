package dev.fresnel.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {
    private static final Duration SHORT = Duration.ofMillis(50);

    @Test
    void returnsAsSoonAsThereIsAValue() {
        var calls = new AtomicInteger();
        assertThat(Await.<Integer>value("third", () -> calls.incrementAndGet() < 3 ? Optional.empty() : Optional.of(calls.get()))).isEqualTo(3);
    }

    @Test
    void namesWhatDidNotCome() {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> Await.until("rain", SHORT, () -> false)).withMessageContaining("50 ms: rain").withNoCause();
    }

    @Test
    void keepsTheLastExceptionAsCause() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Await.until("rain", SHORT, () -> {
                    throw new IllegalStateException("dry");
                }))
                .withCauseInstanceOf(IllegalStateException.class);
    }
}
