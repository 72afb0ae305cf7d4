package dev.fresnel.kubernetes.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks a cluster how it is, on a thread that lives only while somebody is interested: at once for its version, every 30 s
 * while it is up, with the growing pauses of {@link Health} while it is not.
 */
final class Prober implements AutoCloseable {
    private static final Duration INTEREST = Duration.ofSeconds(90);
    private static final Duration WHILE_UP = Duration.ofSeconds(30);

    private final Cluster cluster;
    private final Semaphore news = new Semaphore(0);
    private volatile boolean atOnce;
    private @Nullable Thread thread;
    private boolean closed;

    Prober(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Somebody is interested. */
    synchronized void wake() {
        if (thread == null && !closed && cluster.definition().broken() == null) {
            thread = Thread.ofVirtual().name("fresnel-probe-" + cluster.definition().id()).start(this::run);
        }
    }

    /** The pause before the next look is another one now. */
    synchronized void reconsider() {
        wake();
        news.release();
    }

    /** Something is odd: have a look now. */
    void soon() {
        atOnce = true;
        reconsider();
    }

    private void run() {
        try {
            if (cluster.version() == null && cluster.health().untilProbe().isEmpty()) {
                cluster.probe();
            }
            while (interested()) {
                Optional<Duration> pause = cluster.health().untilProbe();
                long wait = pause.orElse(WHILE_UP).toMillis();
                if (news.tryAcquire(Math.max(wait, 0), TimeUnit.MILLISECONDS)) {
                    news.drainPermits();
                    if (!atOnce) {
                        continue;
                    }
                }
                atOnce = false;
                if (cluster.wanted(INTEREST)) {
                    cluster.probe();
                }
            }
        } catch (InterruptedException e) {
            synchronized (this) {
                thread = null;
            }
        }
    }

    /** Under the lock, so that nobody's {@link #wake} falls between the decision and the end. */
    private synchronized boolean interested() {
        boolean go = !closed && cluster.wanted(INTEREST);
        if (!go) {
            thread = null;
        }
        return go;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
