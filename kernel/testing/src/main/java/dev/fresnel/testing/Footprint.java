package dev.fresnel.testing;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** What one generation of a plugin holds: its class loader and the threads that carry its name. */
public final class Footprint {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** The JDK itself keeps softly the type of the records that were compared last. */
    private static final String SOFTLY = "; what is held softly alone goes with -XX:SoftRefLRUPolicyMSPerMB=0";
    private static final String DUMP = "dev.fresnel.spi.insight.Dump";

    private final TestKernel kernel;
    private final String id;
    private final WeakReference<ClassLoader> loader;
    private final Map<String, WeakReference<Thread>> threads;

    private Footprint(TestKernel kernel, String id, WeakReference<ClassLoader> loader, Map<String, WeakReference<Thread>> threads) {
        this.kernel = kernel;
        this.id = id;
        this.loader = loader;
        this.threads = threads;
    }

    static Footprint of(TestKernel kernel, String id, Bundle bundle) {
        var loader = bundle.adapt(BundleWiring.class).getClassLoader();
        return new Footprint(kernel, id, new WeakReference<>(loader), weak(threadsOf(id, loader)));
    }

    /** Whether its threads have ended and its class loader is collected already; collects nothing itself. */
    public boolean isGone() {
        return loader.get() == null && threads.values().stream().noneMatch(Footprint::alive);
    }

    /** Fails unless its threads have ended and its class loader is collected. */
    public void assertGone() {
        assertGone(PATIENCE);
    }

    public void assertGone(Duration limit) {
        Await.until("threads of " + id + " have ended: " + threads.keySet(), limit, () -> threads.values().stream().noneMatch(Footprint::alive));
        collect(limit);
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
        Await.until("no thread is named after " + id, () -> {
            var left = threadsOf(id, null);
            if (!left.isEmpty()) {
                throw new AssertionError(left.toString());
            }
            return true;
        });
    }

    private void collect(Duration limit) {
        var end = System.nanoTime() + limit.toNanos();
        var rounds = 0;
        while (loader.get() != null) {
            System.gc();
            rounds++;
            if (System.nanoTime() > end) {
                throw new AssertionError("The class loader of " + id + " is still held after " + rounds + " collections; threads that use it: " + threadsOf(" none ", loader.get()) + HeapDump.write(id) + SOFTLY);
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    /** Weak, because a thread that has ended keeps the context class loader that it had. */
    private static Map<String, WeakReference<Thread>> weak(Set<Thread> threads) {
        return threads.stream().collect(Collectors.toMap(thread -> thread.getName() + "#" + thread.threadId(), WeakReference::new));
    }

    private static boolean alive(WeakReference<Thread> reference) {
        var thread = reference.get();
        return thread != null && thread.isAlive();
    }

    private static Set<Thread> threadsOf(String id, @Nullable ClassLoader loader) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains(id) || loader != null && (thread.getContextClassLoader() == loader || thread.getClass().getClassLoader() == loader))
                .filter(thread -> thread != Thread.currentThread())
                .collect(Collectors.toSet());
    }

    /** Names of the platform's dumps (watches, routes, channels, …) in which the plugin's word stands. */
    private List<String> dumpsNaming(String word) {
        return Reflected.services(kernel.context(), DUMP).stream()
                .filter(dump -> mentions(Reflected.call(dump, DUMP, "state"), word))
                .map(dump -> Reflected.call(dump, DUMP, "name") + ": " + Reflected.call(dump, DUMP, "state"))
                .toList();
    }

    private static boolean mentions(@Nullable Object state, String word) {
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
