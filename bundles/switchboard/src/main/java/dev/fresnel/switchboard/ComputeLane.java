package dev.fresnel.switchboard;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.switchboard.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two platform threads of one generation. Plugin code that spins here takes no carrier thread from anybody: a thread that
 * does not come back in time is written off and replaced, a few times.
 */
final class ComputeLane implements Lane {
    static final int THREADS = 2;
    static final int WAITING = 256;
    static final int STRIKES = 3;
    static final int LOST = 6;
    private static final long IDLE_SECONDS = 30;
    private static final Logger LOG = LoggerFactory.getLogger(ComputeLane.class);

    private final String plugin;
    private volatile @Nullable ClassLoader loader;
    private final BlockingQueue<LaneCall<?>> waiting = new ArrayBlockingQueue<>(WAITING);
    private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
    private final Set<Thread> lost = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> strikes = new ConcurrentHashMap<>();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong abandoned = new AtomicLong();
    private final Consumer<String> faults;
    private volatile boolean closed;

    /** @param faults is told in words what went wrong */
    ComputeLane(String plugin, ClassLoader loader, Consumer<String> faults) {
        this.plugin = plugin;
        this.loader = loader;
        this.faults = faults;
    }

    @Override
    public <T> T call(Object contribution, Callable<T> function, Duration deadline) {
        String name = contribution.getClass().getName();
        refuse(name);
        var call = new LaneCall<>(name, function);
        if (!waiting.offer(call)) {
            throw limited("PLUGIN_BUSY", "The plugin " + plugin + " has too much to compute.");
        }
        calls.incrementAndGet();
        hire();
        try {
            if (!call.awaitEnd(deadline)) {
                abandon(call, deadline);
            }
        } catch (InterruptedException e) {
            if (call.withdraw()) {
                waiting.remove(call);
            } else if (call.abandon()) {
                lose(call);
            }
            Thread.currentThread().interrupt();
            throw limited("PLUGIN_BUSY", "The call into the plugin " + plugin + " was interrupted.");
        }
        return result(call);
    }

    private void refuse(String name) {
        if (closed) {
            throw limited("PLUGIN_BUSY", "The plugin " + plugin + " is being replaced.");
        }
        if (strikes.getOrDefault(name, 0) >= STRIKES) {
            throw limited("PLUGIN_QUARANTINED", name + " of the plugin " + plugin + " was too slow " + STRIKES + " times.");
        }
        if (stuck().size() >= LOST) {
            throw limited("PLUGIN_QUARANTINED", "Threads of the plugin " + plugin + " do not end: restart needed.");
        }
    }

    private <T> void abandon(LaneCall<T> call, Duration deadline) {
        if (call.withdraw()) {
            waiting.remove(call);
            throw limited("PLUGIN_BUSY", "The plugin " + plugin + " had no thread free within " + deadline.toMillis() + " ms.");
        }
        if (!call.abandon()) {
            return; // it ended in this very moment
        }
        abandoned.incrementAndGet();
        int strike = strikes.merge(call.name(), 1, Integer::sum);
        lose(call);
        faults.accept(call.name() + " did not answer within " + deadline.toMillis() + " ms");
        LOG.warn("{} of plugin {} did not answer within {} ms (strike {} of {})", call.name(), plugin, deadline.toMillis(), strike, STRIKES);
        throw new Problem(
                Problem.Kind.BUG, "PLUGIN_SLOW", call.name() + " of the plugin " + plugin + " did not answer in time.",
                Map.of("plugin", plugin, "contribution", call.name(), "milliseconds", deadline.toMillis()), null);
    }

    private <T> T result(LaneCall<T> call) {
        Throwable error = call.error();
        if (error == null) {
            return call.value();
        }
        if (error instanceof Problem problem) {
            throw problem;
        }
        faults.accept(call.name() + ": " + Words.of(error));
        LOG.warn("{} of plugin {} failed: {}", call.name(), plugin, Words.trace(error));
        throw new Problem(
                Problem.Kind.BUG, "PLUGIN_FAILED", call.name() + " of the plugin " + plugin + " failed: " + Words.of(error),
                Map.of("plugin", plugin, "contribution", call.name()), null);
    }

    private void hire() {
        if (workers.size() < THREADS) {
            hireOne();
        }
    }

    private synchronized void hireOne() {
        if (!closed && workers.size() < THREADS && !waiting.isEmpty()) {
            var worker = new Worker();
            workers.add(worker);
            worker.thread.start();
        }
    }

    private void lose(LaneCall<?> call) {
        for (Worker worker : workers) {
            if (worker.current == call) {
                lost.add(worker.thread);
                workers.remove(worker);
                worker.thread.interrupt();
            }
        }
        hire();
    }

    /** Ends every thread that can be ended. */
    synchronized void close() {
        closed = true;
        loader = null;
        for (Worker worker : workers) {
            worker.thread.interrupt();
            lost.add(worker.thread);
        }
        for (var call = waiting.poll(); call != null; call = waiting.poll()) {
            call.end(null, limited("PLUGIN_BUSY", "The plugin " + plugin + " is being replaced."));
        }
    }

    /** Threads that were told to end and have not. */
    List<Thread> stuck() {
        lost.removeIf(thread -> !thread.isAlive());
        return new ArrayList<>(lost);
    }

    long calls() {
        return calls.get();
    }

    long abandoned() {
        return abandoned.get();
    }

    List<String> quarantined() {
        return strikes.entrySet().stream().filter(e -> e.getValue() >= STRIKES).map(Map.Entry::getKey).sorted().toList();
    }

    private Problem limited(String code, String text) {
        return new Problem(Problem.Kind.LIMITED, code, text, Map.of("plugin", plugin), null);
    }

    private final class Worker implements Runnable {
        final Thread thread = Thread.ofPlatform()
                .name("lane-" + plugin)
                .daemon()
                .inheritInheritableThreadLocals(false)
                .unstarted(this);
        volatile @Nullable LaneCall<?> current;

        @Override
        public void run() {
            Thread.currentThread().setContextClassLoader(loader);
            try {
                while (!closed) {
                    LaneCall<?> call = waiting.poll(IDLE_SECONDS, TimeUnit.SECONDS);
                    if (call == null || !compute(call)) {
                        return;
                    }
                }
            } catch (InterruptedException e) {
                // closing
            } finally {
                workers.remove(this);
                lost.remove(thread);
                hire(); // a call may have come while this one left
            }
        }

        private boolean compute(LaneCall<?> call) {
            current = call;
            try {
                return call.run();
            } finally {
                current = null;
            }
        }
    }
}
