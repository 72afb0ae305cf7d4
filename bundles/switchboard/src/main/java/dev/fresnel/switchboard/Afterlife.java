package dev.fresnel.switchboard;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is left of builds that are gone: class loaders that the garbage collector cannot take (zombies), threads that do not
 * end. Nothing else tells that a plugin cannot be unloaded.
 */
final class Afterlife {
    static final int TOO_MANY = 3;
    private static final Logger LOG = LoggerFactory.getLogger(Afterlife.class);

    private final Duration rest;
    private final List<Departed> departed = new ArrayList<>();
    private final List<Stuck> stuck = new ArrayList<>();
    private @Nullable Thread watcher;
    private boolean closed;

    private static final class Departed {
        final String plugin;
        final String build;
        final WeakReference<ClassLoader> loader;
        int collections;

        Departed(String plugin, String build, ClassLoader loader) {
            this.plugin = plugin;
            this.build = build;
            this.loader = new WeakReference<>(loader);
        }

        boolean zombie() {
            return collections >= 2 && loader.get() != null;
        }
    }

    /** Weak, because a thread that has ended keeps the context class loader that it had. */
    private record Stuck(String plugin, WeakReference<Thread> thread) {
        boolean over() {
            Thread left = thread.get();
            return left == null || !left.isAlive();
        }
    }

    /** @param rest how long a build may be gone before one looks */
    Afterlife(Duration rest) {
        this.rest = rest;
    }

    synchronized void left(String plugin, String build, @Nullable ClassLoader loader, List<Thread> threads) {
        threads.forEach(thread -> stuck(plugin, thread));
        if (loader != null && !closed) {
            departed.add(new Departed(plugin, build, loader));
            if (watcher == null) {
                watcher = Thread.ofVirtual().name("afterlife").start(this::watch);
            }
        }
    }

    synchronized void stuck(String plugin, Thread thread) {
        if (thread.isAlive()) {
            stuck.add(new Stuck(plugin, new WeakReference<>(thread)));
        }
    }

    /** Looks who is still there after a collection; called twice it knows zombies. */
    void census() {
        if (prune()) {
            System.gc(); // the only way to know; at most once per rest, and only while something is left
            count();
        }
    }

    synchronized int zombies(String plugin) {
        return (int) departed.stream().filter(d -> d.plugin.equals(plugin) && d.zombie()).count();
    }

    synchronized Map<String, Integer> zombies() {
        var all = new TreeMap<String, Integer>();
        departed.stream().filter(Departed::zombie).forEach(d -> all.merge(d.plugin, 1, Integer::sum));
        return all;
    }

    synchronized List<String> remains(String plugin) {
        stuck.removeIf(Stuck::over);
        var words = new ArrayList<String>();
        long threads = stuck.stream().filter(s -> s.plugin().equals(plugin)).count();
        if (threads > 0) {
            words.add("restart needed to unload a former build: " + threads + (threads == 1 ? " thread does not end" : " threads do not end"));
        }
        int zombies = zombies(plugin);
        if (zombies > 0) {
            words.add("restart needed to unload " + zombies + (zombies == 1 ? " former build" : " former builds") + " that something still holds");
        }
        if (zombies >= TOO_MANY) {
            words.add("hot swap of this plugin is off until the restart");
        }
        return words;
    }

    /** The same for all plugins that left something behind. */
    synchronized Map<String, List<String>> remains() {
        var all = new TreeMap<String, List<String>>();
        stuck.forEach(s -> all.put(s.plugin(), List.of()));
        zombies().keySet().forEach(plugin -> all.put(plugin, List.of()));
        all.replaceAll((plugin, none) -> remains(plugin));
        all.values().removeIf(List::isEmpty);
        return all;
    }

    synchronized void close() {
        closed = true;
        if (watcher != null) {
            watcher.interrupt();
        }
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(rest);
                census();
                if (settled()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            // the platform stops
        }
    }

    private synchronized boolean settled() {
        boolean done = departed.stream().allMatch(Departed::zombie);
        if (done) {
            watcher = null;
        }
        return done;
    }

    private synchronized boolean prune() {
        departed.removeIf(d -> d.loader.get() == null);
        stuck.removeIf(Stuck::over);
        return !departed.isEmpty();
    }

    private synchronized void count() {
        prune();
        for (Departed d : departed) {
            d.collections++;
            if (d.collections == 2) {
                LOG.warn("Build {} was unloaded, but something still holds its classes ({} so far)", d.build, zombies(d.plugin));
            }
        }
    }
}
