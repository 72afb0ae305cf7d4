package dev.fresnel.live.column;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.live.store.Extract;
import dev.fresnel.live.store.PluginColumns;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The extracts that are in use: equal ones are one, so that rows keep their texts once. What nobody uses goes when others come. */
public final class Extracts {
    /** With everybody's together; each costs a text for each row of its kind. */
    private static final int MOST = 256;

    private static final int MOST_EACH = 24;

    private final Extract figures = Bodies.figures();
    private final @Nullable PluginColumns plugins;
    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    public Extracts() {
        this(null);
    }

    /** @param plugins whose columns there are too */
    public Extracts(@Nullable PluginColumns plugins) {
        this.plugins = plugins;
    }

    private static final class Entry {
        final Extract extract;
        int users;

        Entry(Extract extract) {
            this.extract = extract;
        }
    }

    /** What one channel uses; close it when its parameters are replaced. */
    public final class Lease implements AutoCloseable {
        private final Map<String, Extract> held = new HashMap<>();

        /** Columns of plugins; null where there are none. */
        public @Nullable PluginColumns plugins() {
            return plugins;
        }

        /** @throws Problem LIMITED */
        Extract use(String key, Supplier<Extract> making) {
            Extract known = held.get(key);
            if (known == null) {
                if (held.size() == MOST_EACH) {
                    throw limited(MOST_EACH + " of them");
                }
                known = enter(key, making);
                held.put(key, known);
            }
            return known;
        }

        @Override
        public void close() {
            leave(held);
            held.clear();
        }
    }

    /** What is read of rows of metrics.k8s.io. */
    public Extract figures() {
        return figures;
    }

    public Lease lease() {
        return new Lease();
    }

    private static Problem limited(String most) {
        return new Problem(Problem.Kind.LIMITED, "LIVE_COLUMNS_MANY", "Columns and filters may read at most " + most + " parts of objects.");
    }

    private synchronized Extract enter(String key, Supplier<Extract> making) {
        Entry entry = entries.get(key);
        if (entry == null) {
            if (entries.size() >= MOST && !evict()) {
                throw limited("so many");
            }
            entry = new Entry(making.get());
            entries.put(key, entry);
        }
        entry.users++;
        return entry.extract;
    }

    private boolean evict() {
        for (var eldest : entries.entrySet()) {
            if (eldest.getValue().users == 0) {
                eldest.getValue().extract.forget();
                entries.remove(eldest.getKey());
                return true;
            }
        }
        return false;
    }

    private synchronized void leave(Map<String, Extract> held) {
        held.keySet().forEach(key -> {
            Entry entry = entries.get(key);
            if (entry != null) {
                entry.users--;
            }
        });
    }
}
