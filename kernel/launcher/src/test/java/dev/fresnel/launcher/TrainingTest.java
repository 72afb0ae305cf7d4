package dev.fresnel.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {
    @TempDir
    Path folder;

    /** All of them hold one end of a pipe; at the other its end is told when the last of them is gone. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void endsWithEverythingThatItHasStarted() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        var training = new ProcessBuilder("sh", "-c", "exec 3> pipe; sleep 120 & echo begun >&3; wait").directory(folder.toFile()).start();
        try (var said = Files.newBufferedReader(pipe)) {
            assertThat(said.readLine()).isEqualTo("begun");
            Training.end(training);
            long began = System.nanoTime();
            assertThat(said.readLine()).isNull();
            assertThat(System.nanoTime() - began).as("not by itself").isLessThan(100_000_000_000L);
        } finally {
            training.descendants().forEach(ProcessHandle::destroyForcibly);
            training.destroyForcibly();
        }
    }
}
