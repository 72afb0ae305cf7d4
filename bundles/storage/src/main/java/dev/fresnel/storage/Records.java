package dev.fresnel.storage;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** All plugins' records: one file each; of what is on disk only keys and sizes are remembered. */
@Component(service = Records.class)
public final class Records {
    static final int LONGEST_KEY = 200;
    static final int LARGEST = 64 * 1024;
    static final int MOST = 1000;
    static final long ALL = 4L << 20;

    private final Cabinet cabinet;
    private final JsonCodec json;
    private final Map<String, Drawer> drawers = new ConcurrentHashMap<>();

    @Activate
    public Records(@Reference Cabinet cabinet, @Reference JsonCodec json) {
        this.cabinet = cabinet;
        this.json = json;
    }

    Drawer of(String plugin) {
        return drawers.computeIfAbsent(plugin, Drawer::new);
    }

    /** One plugin's. */
    final class Drawer {
        private final Path folder;
        private final TreeMap<String, Integer> sizes = new TreeMap<>();
        private long all;

        private Drawer(String plugin) {
            folder = cabinet.path("records", plugin);
            for (Path file : cabinet.list(folder)) {
                cabinet.read(file).ifPresent(text -> note(json.parse(text).get("key").text(), text.length));
            }
        }

        private void note(String key, int size) {
            Integer before = sizes.put(key, size);
            all += size - (before == null ? 0 : before);
        }

        private Path file(String key) {
            return folder.resolve(Cabinet.safe(key) + ".json");
        }

        synchronized Optional<Json> get(String key) {
            return sizes.containsKey(key) ? cabinet.read(file(key)).map(json::parse).map(found -> found.get("value")) : Optional.empty();
        }

        /** @param value JSON text */
        synchronized void put(String key, byte[] value) {
            if (key.isEmpty() || key.length() > LONGEST_KEY) {
                throw new Problem(Problem.Kind.INVALID, "STORE_KEY", "A key has 1 to " + LONGEST_KEY + " characters.");
            }
            int before = sizes.getOrDefault(key, 0);
            if (value.length > LARGEST || before == 0 && sizes.size() >= MOST || all - before + value.length > ALL) {
                throw new Problem(
                        Problem.Kind.LIMITED, "STORE_FULL",
                        "A plugin keeps at most " + MOST + " records of at most " + (LARGEST >> 10) + " KB, " + (ALL >> 20) + " MB in all.",
                        Map.of("records", sizes.size(), "bytes", all), null);
            }
            byte[] text = json.write(Map.of("key", key, "value", json.parse(value)));
            cabinet.write(file(key), text);
            note(key, text.length);
        }

        synchronized void remove(String key) {
            Integer size = sizes.remove(key);
            if (size != null) {
                all -= size;
                cabinet.delete(file(key));
            }
        }

        synchronized List<String> keys(String prefix) {
            return List.copyOf(sizes.subMap(prefix, prefix + Character.MAX_VALUE).keySet());
        }
    }
}
