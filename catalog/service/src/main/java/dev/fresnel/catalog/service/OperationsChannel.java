package dev.fresnel.catalog.service;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.ChannelType;
import dev.fresnel.api.channel.Opening;
import dev.fresnel.api.channel.Sink;
import dev.fresnel.api.json.Json;
import dev.fresnel.spi.channel.RootChannelSource;
import dev.fresnel.spi.principal.Permissions;
import dev.fresnel.spi.principal.Principal;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The channel {@code operations}: changes of plugins as they go, at most ten times a second. */
@Component(service = RootChannelSource.class)
@ChannelType(type = "operations")
public final class OperationsChannel implements RootChannelSource {
    private static final long PACE_MILLIS = 100;
    private static final long SHOWN_MILLIS = 60_000;

    private final Catalog catalog;
    private final Permissions permissions;
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("operations").daemon().factory());

    @Activate
    public OperationsChannel(@Reference Catalog catalog, @Reference Permissions permissions) {
        this.catalog = catalog;
        this.permissions = permissions;
    }

    @Deactivate
    public void close() {
        pace.shutdownNow();
    }

    @Override
    public Channel open(Principal principal, Opening opening, Sink sink) {
        permissions.require(principal, "update", Permissions.PLUGINS);
        return new Conversation(sink);
    }

    private final class Conversation implements Channel, Runnable {
        private final Sink sink;
        private final AtomicBoolean due = new AtomicBoolean();
        private final AutoCloseable watch;

        Conversation(Sink sink) {
            this.sink = sink;
            this.watch = catalog.desk().operations().watch(this::changed);
            changed();
        }

        private void changed() {
            if (due.compareAndSet(false, true) && !pace.isShutdown()) {
                pace.schedule(this, PACE_MILLIS, TimeUnit.MILLISECONDS);
            }
        }

        @Override
        public void run() {
            sink.whenReady(() -> {
                due.set(false);
                long since = System.currentTimeMillis() - SHOWN_MILLIS;
                sink.send("data", Map.of("operations", catalog.desk().operations().all().stream().filter(view -> view.endedAt() == null || view.endedAt() > since).toList()));
            });
        }

        @Override
        public void update(Json params) {
            // it has none
        }

        @Override
        public void close() {
            try {
                watch.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
