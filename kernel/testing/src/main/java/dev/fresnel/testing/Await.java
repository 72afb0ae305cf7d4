package dev.fresnel.testing;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Waits for a condition instead of for a time. */
public final class Await {
    /** Long enough for a busy machine; a test that passes never waits for it. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long PAUSE_MILLIS = 5;

    private Await() {}

    /** Returns as soon as the condition holds. @throws AssertionError with {@code what} when it did not in {@link #PATIENCE} */
    public static void until(String what, Callable<Boolean> condition) {
        until(what, PATIENCE, condition);
    }

    public static void until(String what, Duration limit, Callable<Boolean> condition) {
        value(what, limit, () -> condition.call() ? Optional.of(true) : Optional.empty());
    }

    /** Returns the value as soon as there is one. */
    public static <T> T value(String what, Callable<Optional<T>> source) {
        return value(what, PATIENCE, source);
    }

    /** An exception of the source counts as "not yet" and becomes the cause when time is over. */
    public static <T> T value(String what, Duration limit, Callable<Optional<T>> source) {
        var end = System.nanoTime() + limit.toNanos();
        Throwable last = null;
        do {
            try {
                var value = source.call();
                if (value.isPresent()) {
                    return value.get();
                }
                last = null;
            } catch (Exception | AssertionError e) {
                last = e;
            }
            pause();
        } while (System.nanoTime() < end);
        throw failure(what, limit, last);
    }

    private static AssertionError failure(String what, Duration limit, @Nullable Throwable last) {
        return new AssertionError("Not within " + limit.toMillis() + " ms: " + what, last);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting", e);
        }
    }
}
