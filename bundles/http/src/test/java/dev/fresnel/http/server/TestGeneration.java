package dev.fresnel.http.server;

import dev.fresnel.api.channel.ChannelSource;
import dev.fresnel.api.cluster.ClusterSource;
import dev.fresnel.api.http.Endpoint;
import dev.fresnel.api.http.Method;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.spi.switchboard.Extension;
import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.spi.switchboard.Lane;
import dev.fresnel.spi.switchboard.Lease;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A build of a plugin, made by hand. */
public final class TestGeneration implements Generation {
    private final String plugin;
    private final String digest;
    private final List<Extension<?>> extensions = new ArrayList<>();
    private final List<Runnable> onDrain = new CopyOnWriteArrayList<>();
    private final AtomicInteger leases = new AtomicInteger();
    private volatile State state = State.STAGED;

    public TestGeneration(String plugin, String digest) {
        this.plugin = plugin;
        this.digest = digest;
    }

    public TestGeneration endpoint(Method method, String path, Endpoint endpoint) {
        extensions.add(new Extension<>(Map.of("fresnel.route.method", method.name(), "fresnel.route.path", path), endpoint));
        return this;
    }

    public TestGeneration channel(String type, ChannelSource source) {
        extensions.add(new Extension<>(Map.of("fresnel.channel.type", type), source));
        return this;
    }

    public TestGeneration cluster(ClusterSource source) {
        extensions.add(new Extension<>(Map.of(), source));
        return this;
    }

    public int leases() {
        return leases.get();
    }

    void state(State now) {
        state = now;
        if (now == State.DRAINING) {
            onDrain.forEach(Runnable::run);
        }
    }

    @Override
    public String plugin() {
        return plugin;
    }

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
        return digest;
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public <T> List<Extension<T>> extensions(Class<T> type) {
        var found = new ArrayList<Extension<T>>();
        for (Extension<?> one : extensions) {
            if (type.isInstance(one.value())) {
                found.add(new Extension<>(one.properties(), type.cast(one.value())));
            }
        }
        return found;
    }

    @Override
    public Json contributions() {
        return json().parse("{}".getBytes());
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
        return TestServer.CODEC;
    }

    @Override
    public Lane lane() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Lease> lease() {
        if (state == State.GONE) {
            return Optional.empty();
        }
        leases.incrementAndGet();
        return Optional.of(new Lease() {
            @Override
            public Generation generation() {
                return TestGeneration.this;
            }

            @Override
            public void close() {
                leases.decrementAndGet();
            }
        });
    }

    @Override
    public AutoCloseable onDrain(Runnable then) {
        onDrain.add(then);
        return () -> onDrain.remove(then);
    }
}
