package dev.fresnel.switchboard;

import dev.fresnel.api.job.Job;
import dev.fresnel.spi.switchboard.Extension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs jobs: one at a time per plugin and job class, over all generations. */
final class JobRunner {
    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    private final Duration patience;
    private final Map<String, Run> latest = new ConcurrentHashMap<>();
    private final Set<Run> all = ConcurrentHashMap.newKeySet();

    JobRunner(Duration patience) {
        this.patience = patience;
    }

    synchronized void start(BundleGeneration generation) {
        for (Extension<Job> job : generation.extensions(Job.class)) {
            String key = generation.plugin() + "/" + job.value().getClass().getName();
            var run = new Run(key, generation, job.value(), latest.get(key));
            latest.put(key, run);
            all.add(run);
            run.thread.start();
        }
    }

    /** Asks the jobs of a generation to end; returns their threads. */
    synchronized List<Thread> end(BundleGeneration generation) {
        var threads = new ArrayList<Thread>();
        for (Run run : all) {
            if (run.generation == generation) {
                run.ending = true;
                run.thread.interrupt();
                threads.add(run.thread);
            }
        }
        return threads;
    }

    List<String> running() {
        return all.stream().map(run -> run.key).sorted().toList();
    }

    private final class Run implements Runnable {
        final String key;
        final Thread thread;
        private @Nullable BundleGeneration generation;
        private @Nullable Job job;
        private @Nullable Thread former;
        private volatile boolean ending;

        Run(String key, BundleGeneration generation, Job job, @Nullable Run former) {
            this.key = key;
            this.generation = generation;
            this.job = job;
            this.former = former == null ? null : former.thread;
            this.thread = Thread.ofPlatform()
                    .name("job-" + key)
                    .daemon()
                    .inheritInheritableThreadLocals(false)
                    .unstarted(this);
        }

        @Override
        public void run() {
            try {
                if (awaitFormer() && job != null && generation != null) {
                    Thread.currentThread().setContextClassLoader(generation.loader());
                    job.run();
                }
            } catch (InterruptedException e) {
                // told to end
            } catch (RuntimeException | LinkageError e) {
                if (!ending) {
                    LOG.warn("Job {} failed: {}", key, Words.trace(e));
                }
            } finally {
                forget();
            }
        }

        /** Waits even when told to end: whoever comes next waits for this one only. */
        private boolean awaitFormer() {
            Thread before = former;
            former = null;
            if (before == null) {
                return !ending;
            }
            long end = System.nanoTime() + patience.toNanos();
            while (before.isAlive() && System.nanoTime() < end) {
                try {
                    before.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
                } catch (InterruptedException e) {
                    ending = true;
                }
            }
            if (before.isAlive() && !ending) {
                LOG.warn("Job {} of the former build did not end within {} s; the new one runs now", key, patience.toSeconds());
            }
            return !ending;
        }

        private void forget() {
            synchronized (JobRunner.this) {
                latest.remove(key, this);
                all.remove(this);
                generation = null;
                job = null;
            }
        }
    }
}
