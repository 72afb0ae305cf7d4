package dev.fresnel.live.rows;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs something soon after it is asked to: at once when it rested, else at most once per tick. */
public final class Pulse {
    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

    private final ScheduledExecutorService clock;
    private final long tick;
    private final Runnable work;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final AtomicBoolean urgent = new AtomicBoolean();
    private volatile long last;

    /** @param tick milliseconds between two runs */
    public Pulse(ScheduledExecutorService clock, long tick, Runnable work) {
        this.clock = clock;
        this.tick = tick;
        this.work = work;
        this.last = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(tick);
    }

    /** From any thread; never blocks. */
    public void beat() {
        if (waiting.compareAndSet(false, true)) {
            long wait = TimeUnit.MILLISECONDS.toNanos(tick) - (System.nanoTime() - last);
            submit(() -> clock.schedule((Runnable) this::work, Math.max(0, wait), TimeUnit.NANOSECONDS));
        }
    }

    /** Without regard to the tick: somebody waits for an answer. */
    public void now() {
        if (urgent.compareAndSet(false, true)) {
            submit(() -> clock.execute(this::work));
        }
    }

    private void submit(Runnable submission) {
        try {
            submission.run();
        } catch (RejectedExecutionException ended) {
            // The live store has ended, and its channels with it.
            LOG.trace("no pulse any more");
        }
    }

    private void work() {
        waiting.set(false);
        urgent.set(false);
        last = System.nanoTime();
        try {
            work.run();
        } catch (RuntimeException bug) {
            LOG.error("a frame could not be computed", bug);
        }
    }
}
