package dev.fresnel.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Starts the product again and again: how long until it is ready, at what cost, and what it holds when nobody asks anything. */
final class Starts {
    private static final Duration IDLE = Duration.ofSeconds(10);
    /** Memory at rest spreads little, and each look at it costs {@link #IDLE}. */
    private static final int MEMORY_RUNS = 3;
    private static final Duration TRAINING = Duration.ofSeconds(180);

    private final Path layout;
    private final int runs;
    private final List<String> flags;

    Starts(Path layout, int runs, List<String> flags) {
        this.layout = layout;
        this.runs = runs;
        this.flags = flags;
    }

    /** What was measured in one way of starting. */
    record Measured(String way, Figures seconds, Figures cpu, Figures resident) {
        Measured named(String other) {
            return new Measured(other, seconds, cpu, resident);
        }
    }

    /** A new data folder each time: nothing was unpacked, no class cache. */
    Measured cold(String boot) throws IOException, InterruptedException {
        var all = new ArrayList<One>();
        for (int run = 0; run < runs; run++) {
            var data = Files.createTempDirectory("fresnel-benchmark");
            try {
                all.add(one(data, boot, false, run));
            } finally {
                Product.delete(data);
            }
        }
        return measured(boot + ", first start", all);
    }

    /** A data folder that was used before. */
    Measured warm(String boot, boolean aot) throws IOException, InterruptedException {
        var data = Files.createTempDirectory("fresnel-benchmark");
        try {
            prepare(data, boot, aot);
            var all = new ArrayList<One>();
            for (int run = 0; run < runs; run++) {
                all.add(one(data, boot, aot, run));
            }
            return measured(boot + (aot ? ", warm, class cache" : ", warm"), all);
        } finally {
            Product.delete(data);
        }
    }

    /** The first start in a data folder; with {@code aot} until it has made the class cache that all later ones use. */
    void prepare(Path data, String boot, boolean aot) throws IOException, InterruptedException {
        try (var first = start(data, boot, aot)) {
            var end = System.nanoTime() + TRAINING.toNanos();
            while (aot && caches(data) == 0) {
                if (System.nanoTime() > end) {
                    throw new IOException("no class cache within " + TRAINING.toSeconds() + " s");
                }
                Thread.sleep(100);
            }
        }
    }

    private static long caches(Path data) throws IOException {
        var folder = data.resolve("aot");
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".aot")).count();
        }
    }

    private record One(double seconds, double cpu, double resident) {}

    private One one(Path data, String boot, boolean aot, int run) throws IOException, InterruptedException {
        try (var product = start(data, boot, aot)) {
            return new One(product.secondsToReady(), product.cpuToReady(), run < MEMORY_RUNS ? product.residentAfter(IDLE) : Double.NaN);
        }
    }

    private Product start(Path data, String boot, boolean aot) throws IOException {
        var all = new ArrayList<>(List.of("--boot", boot));
        all.addAll(flags);
        return Product.start(layout, data, aot, all);
    }

    private static Measured measured(String way, List<One> all) {
        return new Measured(
                way,
                Figures.of(all.stream().map(One::seconds)),
                Figures.of(all.stream().map(One::cpu)),
                Figures.of(all.stream().map(One::resident).filter(value -> !value.isNaN())));
    }
}
