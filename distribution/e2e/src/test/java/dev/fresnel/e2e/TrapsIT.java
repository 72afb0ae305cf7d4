package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.e2e.traps.TrapEndpoint;
import dev.fresnel.testing.Layout;
import dev.fresnel.testing.TestKernel;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Traps of hot swap that only show at run time: after each the plugin goes, and nothing of it stays. Those that a build refuses are
 * in {@code PluginVerifierTest}; what cannot be unloaded is counted and said, {@code SwapTest}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrapsIT {
    private TestKernel kernel;
    private Path jar;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        kernel = TestKernel.of(Layout.desktop()).start();
        jar = PluginJar.of(TrapEndpoint.class.getPackageName(), folder);
    }

    @AfterAll
    void stop() {
        kernel.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "thread-local", "failure", "problem", "client", "thread", "uncaught", "virtual-thread", "stream", "future"})
    void leavesNothing(String trap) {
        kernel.install(jar);
        var footprint = kernel.footprint("traps");
        for (int i = 0; i < 3; i++) {
            int status = kernel.http().get("/api/v1/plugins/traps/step?into=" + trap + "&url=" + kernel.http().uri("/healthz")).statusCode();
            assertThat(status).isEqualTo(trap.equals("failure") ? 500 : trap.equals("problem") ? 400 : 200);
        }
        kernel.remove("traps");
        footprint.assertGone();
        footprint.assertForgotten();
    }
}
