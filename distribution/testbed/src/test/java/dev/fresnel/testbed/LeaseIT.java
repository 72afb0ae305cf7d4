package dev.fresnel.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Two programs share a testbed; a file lock tells threads of one JVM nothing, so the other one is a JVM of its own. */
@EnabledIf(value = TestbedThere.CONDITION, disabledReason = TestbedThere.REASON)
final class LeaseIT {
    @TempDir
    private Path folder;

    private Testbed testbed;

    @BeforeEach
    void choose() {
        testbed = Testbed.at(folder.resolve("shared"));
    }

    @AfterEach
    void down() {
        testbed.down(true);
    }

    @Test
    void theLastOneTakesItDown() throws Exception {
        Process other = other();
        List<Long> pids = testbed.pids();
        Lease lease = Lease.take(testbed, wish());
        assertThat(testbed.pids()).as("the one that runs is shared").isEqualTo(pids);

        other.getOutputStream().close();
        assertThat(other.waitFor()).isZero();
        assertThat(testbed.pids()).as("still used here").isEqualTo(pids);

        lease.close();
        assertThat(testbed.folder()).doesNotExist();
        assertThat(pids).noneMatch(Daemon::lives);
    }

    @Test
    void whatAKilledProgramLeftBehindIsNotReused() throws Exception {
        Process other = other();
        List<Long> left = testbed.pids();
        other.destroyForcibly().waitFor();
        assertThat(testbed.pids()).as("nobody took it down").isEqualTo(left);

        try (Lease lease = Lease.take(testbed, wish())) {
            assertThat(testbed.running()).isTrue();
            assertThat(testbed.pids()).doesNotContainAnyElementsOf(left);
        }
    }

    private Process other() throws Exception {
        Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp", System.getProperty("java.class.path"),
                Holder.class.getName(), testbed.folder().toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        assertThat(process.inputReader().readLine()).isEqualTo("holding");
        return process;
    }

    private static Wish wish() {
        return Wish.usual().asBare().from(18_643);
    }

    /** Holds a lease until its input ends. */
    static final class Holder {
        public static void main(String[] arguments) throws Exception {
            try (Lease lease = Lease.take(Testbed.at(Path.of(arguments[0])), wish())) {
                System.out.println("holding");
                System.in.readAllBytes();
            }
        }
    }
}
