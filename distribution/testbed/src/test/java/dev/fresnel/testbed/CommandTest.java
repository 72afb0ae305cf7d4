package dev.fresnel.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CommandTest {
    @Test
    void tellsOutputErrorsAndExitCode() {
        Command.Outcome outcome = sh("cat; echo oops >&2; exit 3").input("given").run();

        assertThat(outcome).isEqualTo(new Command.Outcome(3, "given", "oops\n"));
        assertThatThrownBy(() -> outcome.orFail("trying")).isInstanceOf(TestbedFailure.class).hasMessage("trying failed (exit 3): oops");
    }

    @Test
    void doesNotBlockOnMuchOutputOrUnreadInput() {
        assertThat(sh("head -c 3000000 /dev/zero").input("x".repeat(1_000_000)).run().out()).hasSize(3_000_000);
    }

    @Test
    void endsAProgramThatTakesTooLong() {
        assertThatThrownBy(() -> new Command(List.of("sleep", "60")).within(Duration.ofMillis(100)).run())
                .isInstanceOf(TestbedFailure.class).hasMessageContaining("no end");
    }

    @Test
    void aMissingProgramIsASentence() {
        assertThatThrownBy(() -> new Command(List.of("no-such-program")).run())
                .isInstanceOf(TestbedFailure.class).hasMessageStartingWith("cannot run no-such-program");
    }

    private static Command sh(String script) {
        return new Command(List.of("sh", "-c", script));
    }
}
