package dev.fresnel.e2e.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fresnel.testbed.Testbed;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same answer for every user: in short with each build, 100,000 comparisons with {@code -Psoak}. */
class OracleIT {
    private static final boolean SOAK = Boolean.getBoolean("fresnel.soak");

    @Test
    void everyUserSeesWhatTheApiServerShowsThem(@TempDir Path folder) throws Exception {
        assumeTrue(Testbed.missing().isEmpty(), () -> "no real API server: " + Testbed.missing().orElse(""));
        long seed = Long.getLong("oracle.seed", System.nanoTime() & 0xffff);
        int comparisons = Integer.getInteger("oracle.comparisons", SOAK ? 100_000 : 400);
        Duration least = Duration.ofSeconds(SOAK ? 600 : 44);
        Duration rights = Duration.ofSeconds(SOAK ? 540 : 6);
        try (Oracle oracle = new Oracle(folder, 21_000, seed)) {
            Report report = oracle.run(comparisons, least, rights);
            System.out.println(report);
            assertThat(report.violations()).as("seed " + seed).isEmpty();
            assertThat(report.comparisons()).isGreaterThanOrEqualTo(comparisons);
            assertThat(report.granted()).as("comparisons that had something to compare").isGreaterThan(report.comparisons() / 4);
            assertThat(report.canaries()).isGreaterThan(report.comparisons());
        }
    }
}
