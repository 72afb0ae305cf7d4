package dev.fresnel.kubernetes.web;

import dev.fresnel.api.channel.Sink;
import dev.fresnel.api.plugin.Problem;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a value to a channel whenever it has become another one; many changes become one while the client is busy. */
final class Latest implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Latest.class);

    private final Sink sink;
    private final Supplier<?> value;
    private final Semaphore work = new Semaphore(0);
    private final Thread thread;
    private @Nullable Object sent;
    private @Nullable String told;

    /** Begins with a first value at once; {@link #look} asks for the next. */
    Latest(String name, Sink sink, Supplier<?> value) {
        this.sink = sink;
        this.value = value;
        this.work.release();
        this.thread = Thread.ofVirtual().name(name).start(this::run);
    }

    /** The value may have changed. */
    void look() {
        work.release();
    }

    private void run() {
        try {
            while (true) {
                work.acquire();
                work.drainPermits();
                if (sink.ready()) {
                    send();
                } else {
                    sink.whenReady(this::look);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("{} has ended", thread.getName());
        }
    }

    private void send() {
        try {
            Object now = value.get();
            if (!now.equals(sent)) {
                sink.send("data", now);
                sent = now;
            }
            told = null;
        } catch (Problem problem) {
            if (!problem.text().equals(told)) {
                told = problem.text();
                sink.problem(problem);
            }
        } catch (RuntimeException e) {
            LOG.error("A value could not be sent", e);
            sink.problem(new Problem(Problem.Kind.BUG, "INTERNAL", "The server failed to answer; its log says why."));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
