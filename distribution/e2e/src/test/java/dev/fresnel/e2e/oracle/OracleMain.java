package dev.fresnel.e2e.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** {@code distribution/e2e/oracle [SEED [COMPARISONS [SECONDS]]]}: the comparison by itself; exit code 1 when anything differed. */
public final class OracleMain {
    private OracleMain() {}

    public static void main(String[] args) throws IOException {
        long seed = args.length > 0 ? Long.parseLong(args[0]) : System.nanoTime() & 0xffff;
        int comparisons = args.length > 1 ? Integer.parseInt(args[1]) : 2_000;
        Duration least = Duration.ofSeconds(args.length > 2 ? Long.parseLong(args[2]) : 60);
        Report report;
        try (Oracle oracle = new Oracle(Files.createTempDirectory("fresnel-oracle-"), Integer.getInteger("oracle.ports", 21_000), seed)) {
            Runtime.getRuntime().addShutdownHook(new Thread(oracle::close));
            report = oracle.run(comparisons, least, least.minusSeconds(35).isNegative() ? Duration.ZERO : least.minusSeconds(35));
        }
        System.out.println(report);
        System.exit(report.violations().isEmpty() ? 0 : 1);
    }
}
