package dev.fresnel.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel knows of a process. */
record Pid(long number) {
    private static final double TICKS = 100; // USER_HZ, the same on every Linux

    /** CPU seconds so far, with those of ended children: what the start script ran before it became this process. */
    double cpuSeconds() throws IOException {
        var text = Files.readString(path("stat"));
        var fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
        double ticks = 0;
        for (int field = 11; field <= 14; field++) { // utime stime cutime cstime
            ticks += Double.parseDouble(fields[field]);
        }
        return ticks / TICKS;
    }

    /** Resident memory in MB. */
    double residentMegabytes() throws IOException {
        return Files.readAllLines(path("smaps_rollup")).stream()
                .filter(line -> line.startsWith("Rss:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024 / 1e6)
                .findFirst()
                .orElseThrow(() -> new IOException("no Rss in " + path("smaps_rollup")));
    }

    private Path path(String file) {
        return Path.of("/proc", String.valueOf(number), file);
    }
}
