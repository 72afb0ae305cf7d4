package dev.fresnel.live.store;

import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.spi.switchboard.Switchboard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleReference;

/**
 * Which build of a plugin looks at which lists, so that a watch can be explained by who wanted it. Knows builds by their digests
 * alone: nothing of a plugin is held.
 */
public final class Askers {
    private static final ScopedValue<String> FOR = ScopedValue.newInstance();

    private final Switchboard board;
    private final long stays;
    private final Map<String, Map<Wanted, Long>> asked = new ConcurrentHashMap<>();

    /** A list that somebody wants. @param namespace {@code ""} = of all */
    public record Wanted(String cluster, String resource, String namespace) {
        boolean servedBy(Map<String, Object> store) {
            return cluster.equals(store.get("cluster")) && resource.equals(store.get("resource"))
                    && ("".equals(store.get("namespace")) || namespace.isEmpty() || namespace.equals(store.get("namespace")));
        }
    }

    /** @param pace how long an unused list stays */
    Askers(Switchboard board, Pace pace) {
        this.board = board;
        this.stays = pace.idle().toNanos();
    }

    /** What the platform reads for a function of this build is wanted by that build. */
    public static <T> T onBehalfOf(Generation build, Supplier<T> read) {
        return ScopedValue.where(FOR, build.digest()).call(read::get);
    }

    /** Whose code asks on this thread; null = the platform's own. */
    public static @Nullable String caller() {
        if (FOR.isBound()) {
            return FOR.get();
        }
        if (!(Thread.currentThread().getContextClassLoader() instanceof BundleReference loader)) {
            return null;
        }
        String location = loader.getBundle().getLocation();
        return location.startsWith(Switchboard.LOCATION) ? location.substring(Switchboard.LOCATION.length()).replaceFirst("#.*", "") : null; // #2: the same build again
    }

    /** @param digest as {@link #caller()} said */
    public void note(@Nullable String digest, Wanted wanted) {
        if (digest == null) {
            return;
        }
        asked.computeIfAbsent(digest, none -> new ConcurrentHashMap<>()).put(wanted, System.nanoTime());
        forget();
    }

    private void forget() {
        long now = System.nanoTime();
        asked.values().forEach(lists -> lists.values().removeIf(at -> now - at > stays));
        asked.values().removeIf(Map::isEmpty);
    }

    /**
     * The stores that each serving build keeps warm.
     *
     * @param stores as {@link Live#stores()} tells them
     * @param more what is wanted for as long as it is open, by digest
     */
    public Map<String, List<Map<String, Object>>> watches(List<Map<String, Object>> stores, Map<String, Set<Wanted>> more) {
        forget();
        Map<String, List<Map<String, Object>>> watches = new TreeMap<>();
        for (Generation build : board.table().serving().values()) {
            Map<Wanted, Long> wanted = new HashMap<>(asked.getOrDefault(build.digest(), Map.of()));
            more.getOrDefault(build.digest(), Set.of()).forEach(one -> wanted.put(one, 0L));
            List<Map<String, Object>> own = new ArrayList<>();
            for (Map<String, Object> store : stores) {
                if (wanted.keySet().stream().anyMatch(one -> one.servedBy(store))) {
                    own.add(Map.of("cluster", store.get("cluster"), "resource", store.get("resource"), "namespace", store.get("namespace"), "state", store.get("state"), "rows", store.get("rows")));
                }
            }
            watches.put(build.digest(), own);
        }
        return watches;
    }
}
