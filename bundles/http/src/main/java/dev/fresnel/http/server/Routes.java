package dev.fresnel.http.server;

import dev.fresnel.api.http.Method;
import dev.fresnel.http.route.PathPattern;
import dev.fresnel.http.route.Router;
import dev.fresnel.spi.http.RootEndpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The platform's own routes, as bundles bring and take them. */
public final class Routes {
    /** What answers, and whether anybody may ask. */
    record Target(RootEndpoint endpoint, boolean open) {}

    private record Brought(RootEndpoint endpoint, long order, List<Router.Entry<Target>> entries) {}

    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

    private final List<Brought> brought = new ArrayList<>();
    private volatile Router<Target> router = new Router<>(List.of());

    /** @param properties those of {@link dev.fresnel.spi.http.RootRoute} */
    public synchronized void add(RootEndpoint endpoint, Map<String, ?> properties) {
        brought.add(new Brought(endpoint, order(properties), entries(endpoint, properties)));
        rebuild();
    }

    public synchronized void remove(RootEndpoint endpoint) {
        brought.removeIf(one -> one.endpoint() == endpoint);
        rebuild();
    }

    Router<Target> router() {
        return router;
    }

    /** Method and pattern of each route, and whose it is. */
    public synchronized List<Map<String, String>> list() {
        return brought.stream()
                .flatMap(one -> one.entries().stream()
                        .map(entry -> Map.of(
                                "method", entry.method().name(),
                                "path", entry.pattern().toString(),
                                "open", String.valueOf(entry.target().open()),
                                "endpoint", one.endpoint().getClass().getName())))
                .toList();
    }

    private void rebuild() {
        brought.sort(Comparator.comparingLong(Brought::order));
        router = new Router<>(brought.stream().flatMap(one -> one.entries().stream()).toList());
    }

    private static long order(Map<String, ?> properties) {
        return properties.get("service.id") instanceof Long id ? id : Long.MAX_VALUE;
    }

    private static List<Router.Entry<Target>> entries(RootEndpoint endpoint, Map<String, ?> properties) {
        var entries = new ArrayList<Router.Entry<Target>>();
        Object method = properties.get("fresnel.root.method");
        boolean open = "true".equals(String.valueOf(properties.get("fresnel.root.open")));
        for (String path : paths(properties.get("fresnel.root.path"))) {
            try {
                entries.add(new Router.Entry<>(
                        method == null ? Method.GET : Method.valueOf(method.toString()), PathPattern.of(path), new Target(endpoint, open)));
            } catch (IllegalArgumentException e) {
                LOG.error("{}: its route cannot be used: {}", endpoint.getClass().getName(), e.getMessage());
            }
        }
        return entries;
    }

    private static List<String> paths(Object value) {
        return switch (value) {
            case String[] many -> List.of(many);
            case String one -> List.of(one);
            case null, default -> List.of();
        };
    }
}
