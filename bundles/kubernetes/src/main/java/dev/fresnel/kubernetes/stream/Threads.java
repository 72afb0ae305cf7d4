package dev.fresnel.kubernetes.stream;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Threads that may begin in a plugin's call and outlive the plugin: none of them remembers its class loader. */
final class Threads {
    private Threads() {}

    static void start(String name, Runnable run) {
        Thread thread = Thread.ofVirtual().name(name).inheritInheritableThreadLocals(false).unstarted(run);
        thread.setContextClassLoader(Threads.class.getClassLoader());
        thread.start();
    }

    static ScheduledExecutorService pulse(String name) {
        return Executors.newSingleThreadScheduledExecutor(run -> {
            Thread thread = Thread.ofPlatform().name(name).daemon().inheritInheritableThreadLocals(false).unstarted(run);
            thread.setContextClassLoader(Threads.class.getClassLoader());
            return thread;
        });
    }
}
