package dev.fresnel.catalog.service;

import dev.fresnel.spi.switchboard.Generation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Carries out one plan: all that start in good time serve with one write. One that hangs does not keep the others from
 * serving; it comes with a write of its own, or is refused.
 */
final class Round {
    private static final Duration GOOD_TIME = Duration.ofSeconds(2);

    private final Applier applier;

    Round(Applier applier) {
        this.applier = applier;
    }

    /** @return why builds were refused */
    Map<Candidate, List<String>> run(Planner.Plan plan) throws InterruptedException {
        var failures = new LinkedHashMap<Candidate, List<String>>();
        var running = new LinkedHashMap<Candidate, Future<Generation>>();
        ExecutorService starts = Executors.newVirtualThreadPerTaskExecutor();
        try {
            plan.install().forEach(candidate -> running.put(candidate, starts.submit(() -> applier.prepare(candidate))));
            List<Generation> ready = collect(running, failures, GOOD_TIME);
            if (!ready.isEmpty() || !plan.remove().isEmpty()) {
                applier.change(ready, plan.remove());
            }
            List<Generation> late = collect(running, failures, Duration.ofDays(1)); // each ends by itself
            if (!late.isEmpty()) {
                applier.change(late, List.of());
            }
            return failures;
        } finally {
            starts.shutdownNow();
        }
    }

    private static List<Generation> collect(
            Map<Candidate, Future<Generation>> running, Map<Candidate, List<String>> failures, Duration patience) throws InterruptedException {
        var ready = new ArrayList<Generation>();
        long end = System.nanoTime() + patience.toNanos();
        for (var entry : List.copyOf(running.entrySet())) {
            try {
                ready.add(entry.getValue().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS));
                running.remove(entry.getKey());
            } catch (TimeoutException e) {
                continue;
            } catch (ExecutionException e) {
                running.remove(entry.getKey());
                failures.put(entry.getKey(), e.getCause() instanceof Refused refused ? refused.reasons() : List.of(String.valueOf(e.getCause())));
            }
        }
        return ready;
    }
}
