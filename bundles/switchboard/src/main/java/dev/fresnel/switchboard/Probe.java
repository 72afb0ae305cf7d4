package dev.fresnel.switchboard;

import dev.fresnel.api.check.SelfCheck;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.switchboard.Examiner;
import dev.fresnel.spi.switchboard.Generation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** Starts a candidate beside the serving build, creates each of its extensions and asks its checks; nobody else sees it. */
final class Probe {
    private static final String LOCKED = "Unable to acquire";
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final BundleContext context;
    private final Components components;
    private final Duration patience;
    private final BiConsumer<String, Thread> stuck;
    private final Supplier<List<Examiner>> examiners;

    /** @param stuck told of threads that were interrupted and may not end */
    Probe(BundleContext context, Components components, Duration patience, BiConsumer<String, Thread> stuck, Supplier<List<Examiner>> examiners) {
        this.examiners = examiners;
        this.context = context;
        this.components = components;
        this.patience = patience;
        this.stuck = stuck;
    }

    /** @throws Problem why it must not serve */
    void run(BundleGeneration generation) {
        List<String> missing = Requirements.missing(context, generation.bundle());
        if (!missing.isEmpty()) {
            throw refused(generation, missing.stream().map(need -> "needs " + need).toList());
        }
        var steps = new Steps(generation);
        var task = new FutureTask<>(steps);
        Thread thread = Bounded.start("probe-" + generation.plugin(), task);
        try {
            task.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            stuck.accept(generation.plugin(), thread);
            throw refused(generation, List.of(steps.now + " did not end within " + patience.toSeconds() + " s"));
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Problem problem ? problem : refused(generation, List.of(steps.now + " threw " + Words.of(e.getCause())));
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw refused(generation, List.of("the platform stops"));
        }
    }

    private static Problem refused(BundleGeneration generation, List<String> reasons) {
        return new Problem(
                Problem.Kind.CONFLICT,
                "PLUGIN_REFUSED",
                generation.plugin() + " " + generation.version() + ": " + String.join("; ", reasons),
                Map.of("plugin", generation.plugin(), "reasons", reasons),
                null);
    }

    private final class Steps implements Callable<Void> {
        private final BundleGeneration generation;
        private final Bundle bundle;
        private final long end = System.nanoTime() + patience.toNanos();
        volatile String now = "start";

        Steps(BundleGeneration generation) {
            this.generation = generation;
            this.bundle = generation.bundle();
        }

        @Override
        public Void call() throws Exception {
            Thread.currentThread().setContextClassLoader(null);
            start();
            generation.state(Generation.State.STARTED);
            if (!generation.ours()) {
                return null; // its components may wait for configurations and services that nobody promised
            }
            awaitComponents();
            Thread.currentThread().setContextClassLoader(generation.loader());
            create();
            check();
            examine();
            return null;
        }

        private void start() throws InterruptedException {
            try {
                bundle.start(Bundle.START_TRANSIENT);
            } catch (BundleException e) {
                if (e.getType() != BundleException.ACTIVATOR_ERROR && String.valueOf(e.getMessage()).contains(LOCKED) && System.nanoTime() < end) {
                    Thread.sleep(PAUSE); // Felix gives way where two starts would wait for each other
                    start();
                    return;
                }
                Throwable cause = e.getCause();
                throw refused(
                        generation,
                        List.of(e.getType() == BundleException.RESOLVE_ERROR || cause == null ? Requirements.inWords(e) : "start threw " + Words.of(cause)));
            }
        }

        /** A service that a component needs may come a moment later, at start-up above all. */
        private void awaitComponents() throws InterruptedException {
            now = "waiting for services";
            List<String> waiting = components.waiting(bundle);
            long half = end - patience.toNanos() / 2;
            while (!waiting.isEmpty()) {
                if (System.nanoTime() > half) {
                    throw refused(generation, waiting);
                }
                Thread.sleep(PAUSE);
                waiting = components.waiting(bundle);
            }
        }

        private void create() {
            now = "creating its parts";
            readContributions();
            try {
                generation.contributed().createAll();
            } catch (RuntimeException | LinkageError e) {
                List<String> failed = components.failed(bundle);
                throw refused(generation, failed.isEmpty() ? List.of(Words.of(e)) : failed);
            }
        }

        private void readContributions() {
            try {
                generation.descriptor();
                generation.contributions();
            } catch (Problem e) {
                throw refused(generation, List.of((generation.resource("plugin.json").isPresent() ? "plugin.json: " : "contributions.json: ") + e.text()));
            }
        }

        /** After all else: what they prepare for the new build is prepared for nothing when it is refused. */
        private void examine() {
            for (Examiner examiner : examiners.get()) {
                now = "examination by " + examiner.getClass().getSimpleName();
                try {
                    examiner.examine(generation);
                } catch (Problem e) {
                    throw refused(generation, List.of(e.text()));
                }
            }
        }

        private void check() throws Exception {
            now = "self check";
            for (var check : generation.extensions(SelfCheck.class)) {
                try {
                    check.value().check();
                } catch (Problem e) {
                    throw refused(generation, List.of("self check: " + e.text()));
                }
            }
        }
    }
}
