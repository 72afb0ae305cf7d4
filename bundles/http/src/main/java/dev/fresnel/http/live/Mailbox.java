package dev.fresnel.http.live;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs what it is given one after the other, on threads of the executor. */
final class Mailbox {
    private final Executor executor;
    private final Queue<Runnable> letters = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    Mailbox(Executor executor) {
        this.executor = executor;
    }

    void post(Runnable letter) {
        letters.add(letter);
        if (waiting.getAndIncrement() == 0) {
            try {
                executor.execute(this::work);
            } catch (RejectedExecutionException e) {
                work(); // the server is stopping: what is left are farewells
            }
        }
    }

    private void work() {
        do {
            Runnable letter = letters.remove();
            letter.run();
        } while (waiting.decrementAndGet() > 0);
    }
}
