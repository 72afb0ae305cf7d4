package dev.fresnel.switchboard;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** How many hold a generation right now; once closed, nobody takes another hold. */
final class Leases {
    private static final int CLOSED = Integer.MIN_VALUE;

    private final AtomicInteger held = new AtomicInteger();
    private volatile boolean awaited;

    boolean take() {
        while (true) {
            int now = held.get();
            if (now < 0) {
                return false;
            }
            if (held.compareAndSet(now, now + 1)) {
                return true;
            }
        }
    }

    void give() {
        if (held.decrementAndGet() == 0 && awaited) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    int count() {
        int now = held.get();
        return now < 0 ? now - CLOSED : now;
    }

    boolean closed() {
        return held.get() < 0;
    }

    /**
     * Closes as soon as nobody holds it, at the latest after that time.
     *
     * @return how many still held it
     */
    synchronized int close(Duration patience) {
        awaited = true;
        long end = System.nanoTime() + patience.toNanos();
        while (!held.compareAndSet(0, CLOSED)) {
            long left = end - System.nanoTime();
            if (closed()) {
                return 0;
            }
            if (left <= 0 || !waited(left)) {
                int before = held.getAndUpdate(now -> now < 0 ? now : now + CLOSED);
                return Math.max(0, before);
            }
        }
        return 0;
    }

    private boolean waited(long nanos) {
        try {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(nanos, 1_000_000));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
