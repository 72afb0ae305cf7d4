package dev.fresnel.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What the kernel knows of a process. */
record Pid(long number) {
    private static final double TICKS = 100; // USER_HZ, the same on every Linux

    /** New and old objects, in the words of the collector that the product is started with. */
    private static final Pattern USED = Pattern.compile("(?:new|tenured) generation.* used (\\d+)K");

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

    /** Heap of a JVM that is still reachable, in MB: what is left after a whole collection. */
    double heapMegabytes() throws IOException {
        ask("GC.run");
        double kilobytes = 0;
        for (var used = USED.matcher(ask("GC.heap_info")); used.find(); ) {
            kilobytes += Double.parseDouble(used.group(1));
        }
        return kilobytes * 1024 / 1e6;
    }

    private String ask(String what) throws IOException {
        var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), String.valueOf(number), what).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private Path path(String file) {
        return Path.of("/proc", String.valueOf(number), file);
    }
}
