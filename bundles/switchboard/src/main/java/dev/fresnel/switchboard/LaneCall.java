package dev.fresnel.switchboard;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One call on a lane: whoever ends it first, the function or its caller, wins. */
final class LaneCall<T> {
    private enum Phase {
        WAITING,
        RUNNING,
        ENDED,
        ABANDONED
    }

    private final String name;
    private final Callable<T> function;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);
    private final CountDownLatch end = new CountDownLatch(1);
    private @Nullable T value;
    private @Nullable Throwable error;

    LaneCall(String name, Callable<T> function) {
        this.name = name;
        this.function = function;
    }

    String name() {
        return name;
    }

    /** @return false when the caller gave up meanwhile: this thread is no longer one of the lane */
    boolean run() {
        if (!phase.compareAndSet(Phase.WAITING, Phase.RUNNING)) {
            return true;
        }
        T result = null;
        Throwable thrown = null;
        try {
            result = function.call();
        } catch (Throwable e) { // an edge: LinkageError and StackOverflowError of a plugin end here as well
            thrown = e;
        }
        if (!phase.compareAndSet(Phase.RUNNING, Phase.ENDED)) {
            return false;
        }
        value = result;
        error = thrown;
        end.countDown();
        return true;
    }

    /** Ends a call that never ran. */
    void end(@Nullable T result, Throwable thrown) {
        if (phase.compareAndSet(Phase.WAITING, Phase.ENDED)) {
            value = result;
            error = thrown;
            end.countDown();
        }
    }

    boolean awaitEnd(Duration deadline) throws InterruptedException {
        return end.await(deadline.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** @return true when it had not begun and never will */
    boolean withdraw() {
        return phase.compareAndSet(Phase.WAITING, Phase.ABANDONED);
    }

    /** @return false when it has ended after all */
    boolean abandon() {
        if (phase.compareAndSet(Phase.RUNNING, Phase.ABANDONED)) {
            return true;
        }
        if (phase.get() == Phase.ENDED) {
            awaitResult();
        }
        return false;
    }

    @Nullable Throwable error() {
        return error;
    }

    T value() {
        return value;
    }

    private void awaitResult() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
