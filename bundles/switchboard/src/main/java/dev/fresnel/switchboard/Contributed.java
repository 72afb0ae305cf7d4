package dev.fresnel.switchboard;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.switchboard.Extension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The services of one bundle whose types are extension points: found by bundle, never by ranking. */
final class Contributed {
    private static final String POINTS = "dev.fresnel.api.";
    private static final Logger LOG = LoggerFactory.getLogger(Contributed.class);

    private final String plugin;
    private final BundleContext context;
    private final Map<ServiceReference<?>, @Nullable Object> made = new LinkedHashMap<>();
    private volatile Map<String, List<Extension<?>>> byType = Map.of();
    private boolean creating;
    private boolean closed;

    Contributed(String plugin, BundleContext context) {
        this.plugin = plugin;
        this.context = context;
    }

    static boolean isPoint(ServiceReference<?> reference) {
        return types(reference).anyMatch(type -> type.startsWith(POINTS));
    }

    @SuppressWarnings("unchecked")
    <T> List<Extension<T>> of(Class<T> type) {
        var found = byType.get(type.getName());
        return found == null ? List.of() : (List<Extension<T>>) (List<?>) found;
    }

    /** How many there are of each type. */
    Map<String, Integer> counts() {
        var counts = new TreeMap<String, Integer>();
        byType.forEach((type, all) -> counts.put(type, all.size()));
        return counts;
    }

    void registered(ServiceReference<?> reference) {
        synchronized (this) {
            if (closed) {
                return;
            }
            made.putIfAbsent(reference, null);
            if (!creating) {
                return;
            }
        }
        try {
            create(reference);
        } catch (Problem e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    synchronized void modified(ServiceReference<?> reference) {
        if (made.get(reference) != null) {
            publish();
        }
    }

    synchronized void unregistering(ServiceReference<?> reference) {
        Object value = made.remove(reference);
        if (value != null) {
            publish();
            context.ungetService(reference);
        }
    }

    /** Creates everything that is registered, and from now on whatever comes. @throws Problem when something cannot be made */
    void createAll() {
        List<ServiceReference<?>> all;
        synchronized (this) {
            creating = true;
            all = List.copyOf(made.keySet());
        }
        all.forEach(this::create);
    }

    synchronized void close() {
        closed = true;
        byType = Map.of();
        made.forEach((reference, value) -> {
            if (value != null) {
                context.ungetService(reference);
            }
        });
        made.clear();
    }

    /** Runs code of the plugin, so it holds no lock meanwhile. */
    private void create(ServiceReference<?> reference) {
        Object value = context.getService(reference);
        if (value == null) {
            throw new Problem(Problem.Kind.CONFLICT, "PLUGIN_PROBE", name(reference) + " of plugin " + plugin + " could not be created.");
        }
        synchronized (this) {
            if (!closed && made.containsKey(reference) && made.get(reference) == null) {
                made.put(reference, value);
                publish();
                return;
            }
        }
        context.ungetService(reference);
    }

    private void publish() {
        var all = new TreeMap<String, List<Extension<?>>>();
        made.entrySet().stream()
                .filter(entry -> entry.getValue() != null)
                .sorted(Comparator.comparing(entry -> entry.getValue().getClass().getName()))
                .forEach(entry -> types(entry.getKey())
                        .filter(type -> type.startsWith(POINTS))
                        .forEach(type -> all.computeIfAbsent(type, t -> new ArrayList<>())
                                .add(new Extension<>(properties(entry.getKey()), entry.getValue()))));
        all.replaceAll((type, list) -> List.copyOf(list));
        byType = Map.copyOf(all);
    }

    private static Map<String, Object> properties(ServiceReference<?> reference) {
        var properties = new LinkedHashMap<String, Object>();
        for (String key : reference.getPropertyKeys()) {
            properties.put(key, reference.getProperty(key));
        }
        return Map.copyOf(properties);
    }

    static String name(ServiceReference<?> reference) {
        Object component = reference.getProperty("component.name");
        return component != null ? component.toString() : String.join(", ", types(reference).toList());
    }

    private static Stream<String> types(ServiceReference<?> reference) {
        return Arrays.stream((String[]) reference.getProperty(Constants.OBJECTCLASS));
    }
}
