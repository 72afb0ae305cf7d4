package dev.fresnel.switchboard;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.switchboard.Extension;
import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.spi.switchboard.Lane;
import dev.fresnel.spi.switchboard.Lease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One build of one plugin. Once GONE it holds nothing of its bundle, however long somebody holds it. */
final class BundleGeneration implements Generation {
    private static final Logger LOG = LoggerFactory.getLogger(BundleGeneration.class);

    private final String plugin;
    private final String digest;
    private final String version;
    private final Passport passport;
    private final Leases leases = new Leases();
    private final List<Runnable> atDrain = new ArrayList<>();
    private final Contributed contributed;
    private final Faults faults = new Faults();
    private volatile State state = State.STAGED;
    private volatile @Nullable Bundle bundle;
    private volatile @Nullable ComputeLane lane;
    private volatile @Nullable Codec codec = new Codec();
    private volatile @Nullable Json contributions;
    private volatile @Nullable Json descriptor;
    private final AtomicBoolean ending = new AtomicBoolean();
    private boolean draining;

    BundleGeneration(String plugin, String digest, Bundle bundle, BundleContext context) {
        this.plugin = plugin;
        this.digest = digest;
        this.bundle = bundle;
        this.version = bundle.getVersion().toString();
        this.passport = Passport.of(plugin, bundle);
        this.contributed = new Contributed(plugin, context);
    }

    @Override
    public String plugin() {
        return plugin;
    }

    @Override
    public String title() {
        return passport.title();
    }

    @Override
    public String summary() {
        return passport.summary();
    }

    @Override
    public String version() {
        return version;
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
        return contributed.of(type);
    }

    @Override
    public Json contributions() {
        Json known = contributions;
        if (known != null) {
            return known;
        }
        Json merged = descriptor().get("contributions");
        Json read = merged.present() ? merged : resource("contributions.json").map(this::read).orElse(JsonTree.NOTHING);
        contributions = read;
        return read;
    }

    @Override
    public Json descriptor() {
        Json known = descriptor;
        if (known != null) {
            return known;
        }
        Json read = resource("plugin.json").map(this::read).orElse(JsonTree.NOTHING);
        descriptor = read;
        return read;
    }

    @Override
    public Optional<URL> resource(String path) {
        Bundle from = bundle;
        return from == null ? Optional.empty() : Optional.ofNullable(from.getEntry(path));
    }

    @Override
    public List<String> resources(String folder) {
        Bundle from = bundle;
        var found = from == null ? null : from.findEntries(folder, "*", true);
        if (found == null) {
            return List.of();
        }
        return Collections.list(found).stream()
                .map(URL::getPath)
                .filter(path -> !path.endsWith("/"))
                .map(path -> path.startsWith("/") ? path.substring(1) : path)
                .sorted()
                .toList();
    }

    @Override
    public JsonCodec json() {
        return live(codec);
    }

    @Override
    public synchronized Lane lane() {
        ComputeLane known = lane;
        if (known == null) {
            known = new ComputeLane(plugin, live(loader()), faults::note);
            lane = known;
        }
        return known;
    }

    @Override
    public Optional<Lease> lease() {
        return leases.take() ? Optional.of(new Hold()) : Optional.empty();
    }

    @Override
    public AutoCloseable onDrain(Runnable then) {
        synchronized (atDrain) {
            if (!draining) {
                atDrain.add(then);
                return () -> {
                    synchronized (atDrain) {
                        atDrain.remove(then);
                    }
                };
            }
        }
        then.run();
        return () -> {};
    }

    @Override
    public void fault(String text) {
        faults.note(text);
    }

    // ---- for the board ----

    Faults faults() {
        return faults;
    }

    /** Whether it was written as a plugin. */
    boolean ours() {
        return passport.ours();
    }

    void state(State now) {
        state = now;
    }

    Leases leases() {
        return leases;
    }

    Contributed contributed() {
        return contributed;
    }

    Bundle bundle() {
        return live(bundle);
    }

    /** Its bundle, unless it has left. */
    Optional<Bundle> inUse() {
        return Optional.ofNullable(bundle);
    }

    @Nullable ComputeLane laneInUse() {
        return lane;
    }

    @Nullable ClassLoader loader() {
        Bundle from = bundle;
        BundleWiring wiring = from == null ? null : from.adapt(BundleWiring.class);
        return wiring == null ? null : wiring.getClassLoader();
    }

    /** Tells its streams to end. */
    void drain() {
        List<Runnable> all;
        synchronized (atDrain) {
            draining = true;
            all = List.copyOf(atDrain);
            atDrain.clear();
        }
        for (Runnable then : all) {
            try {
                then.run();
            } catch (RuntimeException e) {
                LOG.warn("A stream of plugin {} did not take its end well: {}", plugin, Words.trace(e));
            }
        }
    }

    /** Serves again after all: the reverse write of a switch that did not work. */
    void revive() {
        synchronized (atDrain) {
            draining = false;
        }
        state = State.SERVING;
    }

    /** @return true for the first who asks: there is one end */
    boolean claimEnd() {
        return ending.compareAndSet(false, true);
    }

    /** Lets go of everything. The bundle itself is for the caller to uninstall. */
    void end() {
        state = State.GONE;
        drain();
        contributed.close();
        ComputeLane used = lane;
        if (used != null) {
            used.close();
        }
        codec = null;
        bundle = null;
    }

    private Json read(URL url) {
        try (var in = url.openStream()) {
            return new Codec().parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whoever asks without a lease may come too late. */
    private <T> T live(@Nullable T thing) {
        if (thing == null) {
            throw new Problem(Problem.Kind.LIMITED, "PLUGIN_BUSY", "The build " + this + " is gone.", Map.of("plugin", plugin), null);
        }
        return thing;
    }

    @Override
    public String toString() {
        return plugin + " " + version + " " + digest.substring(0, Math.min(8, digest.length()));
    }

    private final class Hold implements Lease {
        private final AtomicBoolean open = new AtomicBoolean(true);

        @Override
        public Generation generation() {
            return BundleGeneration.this;
        }

        @Override
        public void close() {
            if (open.compareAndSet(true, false)) {
                leases.give();
            }
        }
    }
}
