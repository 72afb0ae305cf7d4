package dev.fresnel.switchboard;

import java.time.Duration;
import java.util.Optional;

/** Runs code of plugins on a platform thread of its own, and does not wait for ever. */
final class Bounded {
    private Bounded() {}

    static Thread start(String name, Runnable task) {
        return Thread.ofPlatform().name(name).daemon().inheritInheritableThreadLocals(false).start(task);
    }

    /** @return the thread that was interrupted because it took too long */
    static Optional<Thread> run(String name, Duration atMost, Runnable task) {
        Thread thread = start(name, task);
        try {
            if (thread.join(atMost)) {
                return Optional.empty();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
        return Optional.of(thread);
    }
}
