package dev.fresnel.testing;

import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.wiring.BundleWiring;

/** What one generation of a plugin holds: its class loader and the threads that carry its name. */
public final class Footprint {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestKernel kernel;
    private final String id;
    private final WeakReference<ClassLoader> loader;
    private final Set<Thread> threads;

    private Footprint(TestKernel kernel, String id, WeakReference<ClassLoader> loader, Set<Thread> threads) {
        this.kernel = kernel;
        this.id = id;
        this.loader = loader;
        this.threads = threads;
    }

    static Footprint of(TestKernel kernel, String id, Bundle bundle) {
        var loader = bundle.adapt(BundleWiring.class).getClassLoader();
        return new Footprint(kernel, id, new WeakReference<>(loader), threadsOf(id, loader));
    }

    /** Fails unless its threads have ended and its class loader is collected. */
    public void assertGone() {
        Await.until("threads of " + id + " have ended: " + threads, PATIENCE, () -> threads.stream().noneMatch(Thread::isAlive));
        collect();
    }

    /** Also fails when the platform still speaks of it: the last generation must have left for that. */
    public void assertForgotten() {
        assertGone();
        Await.until("nobody's dump names " + id, () -> {
            var naming = dumpsNaming(id);
            if (!naming.isEmpty()) {
                throw new AssertionError(naming.toString());
            }
            return true;
        });
        var left = threadsOf(id, null);
        if (!left.isEmpty()) {
            throw new AssertionError("threads named after " + id + ": " + left);
        }
    }

    private void collect() {
        var end = System.nanoTime() + PATIENCE.toNanos();
        var rounds = 0;
        while (loader.get() != null) {
            System.gc();
            rounds++;
            if (System.nanoTime() > end) {
                throw new AssertionError("The class loader of " + id + " is still held after " + rounds + " collections; threads that use it: " + threadsOf(" none ", loader.get()) + HeapDump.write(id));
            }
            Thread.onSpinWait();
        }
    }

    private static Set<Thread> threadsOf(String id, @org.jspecify.annotations.Nullable ClassLoader loader) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains(id) || loader != null && (thread.getContextClassLoader() == loader || thread.getClass().getClassLoader() == loader))
                .filter(thread -> thread != Thread.currentThread())
                .collect(Collectors.toSet());
    }

    /** Names of the platform's dumps (watches, routes, channels, …) in which the plugin's word stands. */
    private List<String> dumpsNaming(String word) {
        var type = "dev.fresnel.spi.insight.Dump";
        var naming = new ArrayList<String>();
        var context = kernel.context();
        try {
            var references = context.getAllServiceReferences(type, null);
            for (var reference : references == null ? new org.osgi.framework.ServiceReference<?>[0] : references) {
                var dump = context.getService(reference);
                var contract = dump.getClass().getClassLoader().loadClass(type);
                if (mentions(contract.getMethod("state").invoke(dump), word)) {
                    naming.add(contract.getMethod("name").invoke(dump) + ": " + contract.getMethod("state").invoke(dump));
                }
            }
        } catch (InvalidSyntaxException | ClassNotFoundException | NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
        return naming;
    }

    private static boolean mentions(@org.jspecify.annotations.Nullable Object state, String word) {
        return switch (state) {
            case Map<?, ?> map -> map.entrySet().stream().anyMatch(entry -> mentions(entry.getKey(), word) || mentions(entry.getValue(), word));
            case Iterable<?> items -> {
                for (var item : items) {
                    if (mentions(item, word)) {
                        yield true;
                    }
                }
                yield false;
            }
            case String text -> text.equals(word) || text.startsWith(word + "/") || text.startsWith(word + "@");
            case null, default -> false;
        };
    }
}
