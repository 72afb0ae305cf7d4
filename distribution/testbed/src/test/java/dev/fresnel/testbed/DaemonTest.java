package dev.fresnel.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DaemonTest {
    @TempDir
    private Path state;

    @AfterEach
    void end() {
        new Daemon(state, "sleeper").stop(Duration.ZERO);
    }

    @Test
    void isFoundAgainByAnotherProgramAndEnded() {
        new Daemon(state, "sleeper").start(state, List.of("sleep", "600"));
        Daemon again = new Daemon(state, "sleeper");
        long pid = again.pid().orElseThrow();

        again.stop(Duration.ofSeconds(30));

        assertThat(again.alive()).isFalse();
        assertThat(Daemon.lives(pid)).isFalse();
    }

    @Test
    void aProcessThatOnlyHasTheSamePidIsLeftAlone() throws Exception {
        new Daemon(state, "sleeper").start(state, List.of("sleep", "600"));
        Path record = state.resolve("pid/sleeper");
        String truth = Files.readString(record);
        ProcessHandle process = ProcessHandle.of(Long.parseLong(truth.split(" ")[0])).orElseThrow();
        Files.writeString(record, process.pid() + " 1");

        Daemon other = new Daemon(state, "sleeper");
        assertThat(other.alive()).isFalse();
        other.stop(Duration.ZERO);

        assertThat(process.isAlive()).isTrue();
        Files.writeString(record, truth);
    }

    @Test
    void oneThatIgnoresTheRequestIsKilled() throws Exception {
        Daemon stubborn = new Daemon(state, "sleeper");
        stubborn.start(state, List.of("sh", "-c", "trap '' TERM; echo ready; while :; do read -r line < /dev/zero; done"));
        Eventually.holds(() -> stubborn.lastWords().equals("ready"));

        stubborn.stop(Duration.ofMillis(200));

        assertThat(stubborn.alive()).isFalse();
    }

    @Test
    void itsOutputIsKept() {
        Daemon speaker = new Daemon(state, "sleeper");
        speaker.start(state, List.of("sh", "-c", "echo one; echo two >&2"));

        Eventually.holds(() -> speaker.lastWords().equals("one\ntwo"));
    }
}
