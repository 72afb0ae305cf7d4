package dev.fresnel.catalog.index.source;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Closes a stream from which nothing comes, or not fast enough: a read of it then fails. */
final class Deadline implements AutoCloseable {
    private final Closeable stream;
    private final long idle;
    private final long end;
    private final Thread thread;
    private volatile long heard = System.nanoTime();
    private volatile boolean passed;

    Deadline(Closeable stream, Duration idle, Duration whole) {
        this.stream = stream;
        this.idle = idle.toNanos();
        this.end = System.nanoTime() + whole.toNanos();
        this.thread = Thread.ofVirtual().name("catalog deadline").start(this::watch);
    }

    void heard() {
        heard = System.nanoTime();
    }

    boolean passed() {
        return passed;
    }

    private void watch() {
        try {
            while (true) {
                long now = System.nanoTime();
                long left = Math.min(heard + idle - now, end - now);
                if (left <= 0) {
                    passed = true;
                    stream.close();
                    return;
                }
                TimeUnit.NANOSECONDS.sleep(left);
            }
        } catch (InterruptedException e) {
            // the transfer is over
        } catch (IOException e) {
            // it is closed either way
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
