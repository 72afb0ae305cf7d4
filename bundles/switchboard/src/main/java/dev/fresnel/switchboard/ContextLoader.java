package dev.fresnel.switchboard;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Calls with another context class loader, as libraries inside a plugin expect it. */
final class ContextLoader {
    private ContextLoader() {}

    static <T> T call(@Nullable ClassLoader loader, Callable<T> function) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return function.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
