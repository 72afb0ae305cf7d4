package dev.fresnel.live.store;

import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** How long one upstream waits after failures: longer and longer, unless it is told that the cluster answers again. */
final class Patience {
    private final Pace pace;
    private final Semaphore nudged = new Semaphore(0);
    private int failures;

    Patience(Pace pace) {
        this.pace = pace;
    }

    /** @return how many were there before */
    int failed() {
        return failures++;
    }

    int failures() {
        return failures;
    }

    void succeeded() {
        failures = 0;
    }

    /** A connection has ended. @param steady whether it lived so long that it was no failure */
    void ended(boolean steady) {
        failures = steady ? 0 : failures;
    }

    /**
     * @param least milliseconds that the server asks for
     * @param down whether nobody answers: then a nudge ends it
     */
    void backOff(long least, boolean down) throws InterruptedException {
        long most = Math.min(pace.longest().toMillis(), pace.first().toMillis() << Math.clamp(failures - 1, 0, 10));
        long millis = Math.max(least, jittered(most, 0.5));
        nudged.drainPermits();
        if (!down) {
            pause(millis);
        } else if (nudged.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
            // not all at once
            pause(jittered(pace.first().toMillis() / 4, 1));
        }
    }

    /** The cluster answers again. */
    void nudge() {
        if (nudged.availablePermits() == 0) {
            nudged.release();
        }
    }

    /** {@code millis}, and up to that share of it more. */
    static long jittered(long millis, double share) {
        return millis + (long) (millis * share * ThreadLocalRandom.current().nextDouble());
    }

    static void pause(long millis) throws InterruptedException {
        Thread.sleep(millis);
    }
}
