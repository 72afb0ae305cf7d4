package dev.fresnel.live.testing;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.switchboard.Extension;
import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.spi.switchboard.Lane;
import dev.fresnel.spi.switchboard.Lease;
import dev.fresnel.spi.switchboard.Switchboard;
import dev.fresnel.spi.switchboard.Table;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/** A switchboard whose table a test sets; functions run on the calling thread. */
public final class FakeBoard {
    private final List<Switchboard.Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile Table table = new Table(0, Map.of());

    public Switchboard switchboard() {
        InvocationHandler handler = (proxy, method, args) -> switch (method.getName()) {
            case "table" -> table;
            case "onSwitch" -> {
                listeners.add((Switchboard.Listener) args[0]);
                yield (AutoCloseable) () -> {};
            }
            case "lease" -> Optional.ofNullable(table.serving().get(String.valueOf(args[0]))).flatMap(Generation::lease);
            default -> throw new UnsupportedOperationException(method.getName());
        };
        return (Switchboard) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Switchboard.class}, handler);
    }

    /** These serve from now on, one plugin each. */
    public void serve(Object... extensions) {
        Table before = table;
        Map<String, Generation> serving = new java.util.TreeMap<>();
        for (int i = 0; i < extensions.length; i++) {
            serving.put("plugin-" + i, new One("plugin-" + i, extensions[i]));
        }
        table = new Table(before.epoch() + 1, serving);
        listeners.forEach(listener -> listener.switched(before, table));
    }

    private record One(String plugin, Object extension) implements Generation {
        @Override
        public String title() {
            return plugin;
        }

        @Override
        public String summary() {
            return "";
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public String digest() {
            return Integer.toHexString(System.identityHashCode(extension));
        }

        @Override
        public State state() {
            return State.SERVING;
        }

        @Override
        public <T> List<Extension<T>> extensions(Class<T> type) {
            return type.isInstance(extension) ? List.of(new Extension<>(Map.of(), type.cast(extension))) : List.of();
        }

        @Override
        public Json contributions() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<URL> resource(String path) {
            return Optional.empty();
        }

        @Override
        public List<String> resources(String folder) {
            return List.of();
        }

        @Override
        public JsonCodec json() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Lane lane() {
            return new Lane() {
                @Override
                public <T> T call(Object contribution, Callable<T> function, Duration deadline) {
                    try {
                        return function.call();
                    } catch (Exception failed) {
                        throw new Problem(Problem.Kind.BUG, "PLUGIN_FAILED", String.valueOf(failed.getMessage()));
                    }
                }
            };
        }

        @Override
        public Optional<Lease> lease() {
            One self = this;
            return Optional.of(new Lease() {
                @Override
                public Generation generation() {
                    return self;
                }

                @Override
                public void close() {}
            });
        }

        @Override
        public AutoCloseable onDrain(Runnable then) {
            return () -> {};
        }
    }
}
