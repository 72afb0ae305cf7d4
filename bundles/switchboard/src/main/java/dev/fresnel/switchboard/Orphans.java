package dev.fresnel.switchboard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Threads that a plugin began by itself and did not end: they would keep its class loader for as long as they live. */
final class Orphans {
    private Orphans() {}

    /** Interrupts them, as the platform does with its own; those that go on are counted. Virtual threads cannot be listed: their loader is. */
    static List<Thread> interrupt(@Nullable ClassLoader loader) {
        if (loader == null) {
            return List.of();
        }
        List<Thread> orphans = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread != Thread.currentThread())
                .filter(thread -> thread.getContextClassLoader() == loader || thread.getClass().getClassLoader() == loader)
                .toList();
        orphans.forEach(Thread::interrupt);
        return orphans;
    }
}
