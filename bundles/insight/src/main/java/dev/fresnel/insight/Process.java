package dev.fresnel.insight;

import dev.fresnel.spi.insight.Meter;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The process in numbers. */
final class Process implements Meter {
    private static final Path STATUS = Path.of("/proc/self/status");

    @Override
    public List<Sample> samples() {
        var samples = new ArrayList<Sample>();
        var memory = ManagementFactory.getMemoryMXBean();
        memory(samples, "heap", memory.getHeapMemoryUsage());
        memory(samples, "nonheap", memory.getNonHeapMemoryUsage());
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            var labels = Map.of("gc", collector.getName());
            samples.add(new Sample("jvm_gc_collection_seconds_count", "counter", "Garbage collections.", labels, collector.getCollectionCount()));
            samples.add(new Sample("jvm_gc_collection_seconds_sum", "counter", "Time spent in them.", labels, collector.getCollectionTime() / 1e3));
        }
        var runtime = ManagementFactory.getRuntimeMXBean();
        samples.add(gauge("jvm_threads_current", "Platform threads.", ManagementFactory.getThreadMXBean().getThreadCount()));
        samples.add(gauge("jvm_classes_currently_loaded", "Loaded classes.", ManagementFactory.getClassLoadingMXBean().getLoadedClassCount()));
        samples.add(gauge("process_start_time_seconds", "When the process began, since 1970.", runtime.getStartTime() / 1e3));
        ProcessHandle.current().info().totalCpuDuration().ifPresent(used -> samples.add(
                new Sample("process_cpu_seconds_total", "counter", "Processor time used.", Map.of(), used.toMillis() / 1e3)));
        resident().ifPresent(bytes -> samples.add(gauge("process_resident_memory_bytes", "Memory that is resident.", bytes)));
        return samples;
    }

    private static void memory(List<Sample> samples, String area, MemoryUsage usage) {
        var labels = Map.of("area", area);
        samples.add(new Sample("jvm_memory_used_bytes", "gauge", "Memory in use.", labels, usage.getUsed()));
        samples.add(new Sample("jvm_memory_committed_bytes", "gauge", "Memory taken from the system.", labels, usage.getCommitted()));
        if (usage.getMax() >= 0) {
            samples.add(new Sample("jvm_memory_max_bytes", "gauge", "Memory that may be used.", labels, usage.getMax()));
        }
    }

    private static Sample gauge(String name, String help, double value) {
        return new Sample(name, "gauge", help, Map.of(), value);
    }

    /** Linux says so; elsewhere the number is missing. */
    private static OptionalLong resident() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst();
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
