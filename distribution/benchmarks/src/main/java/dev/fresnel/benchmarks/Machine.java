package dev.fresnel.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;

/** Where the figures come from: without it they mean nothing. */
final class Machine {
    private Machine() {}

    static String describe() throws IOException {
        return "%s · %d cores, %s · %.0f GiB · Linux %s · Java %s".formatted(
                LocalDate.now(), Runtime.getRuntime().availableProcessors(), processor(), memory(), System.getProperty("os.version"), Runtime.version());
    }

    private static String processor() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    private static double memory() throws IOException {
        return Files.readAllLines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith("MemTotal:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / (1 << 20))
                .findFirst()
                .orElse(0);
    }

    /** Processes that wanted to run in the last minute, on average; what others do here spoils the figures. */
    static String load() throws IOException {
        return String.format(Locale.ROOT, "%.1f", Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]));
    }
}
