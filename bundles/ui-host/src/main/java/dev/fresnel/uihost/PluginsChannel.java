package dev.fresnel.uihost;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.ChannelType;
import dev.fresnel.api.channel.Opening;
import dev.fresnel.api.channel.Sink;
import dev.fresnel.api.json.Json;
import dev.fresnel.spi.channel.RootChannelSource;
import dev.fresnel.spi.principal.Principal;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The channel {@code plugins}: epoch and modules, again after each switch. */
@Component
@ChannelType(type = "plugins")
public final class PluginsChannel implements RootChannelSource {
    private final Modules modules;

    @Activate
    public PluginsChannel(@Reference Modules modules) {
        this.modules = modules;
    }

    @Override
    public Channel open(Principal principal, Opening opening, Sink sink) {
        sink.send("ready", Map.of());
        return new Open(modules, sink);
    }

    /** A slow page gets the last state, not each. */
    private static final class Open implements Channel {
        private final Modules modules;
        private final Sink sink;
        private final AutoCloseable watch;
        private long sent = -1;
        private boolean closed;

        Open(Modules modules, Sink sink) {
            this.modules = modules;
            this.sink = sink;
            this.watch = modules.onChange(this::changed);
            changed();
        }

        private void changed() {
            sink.whenReady(this::send);
        }

        private synchronized void send() {
            var now = modules.snapshot();
            if (!closed && now.epoch() > sent) {
                sent = now.epoch();
                sink.send("data", now.text());
            }
        }

        @Override
        public void update(Json params) {
            // there is nothing to choose
        }

        @Override
        public void close() {
            synchronized (this) {
                closed = true;
            }
            try {
                watch.close();
            } catch (Exception e) {
                throw new IllegalStateException(e); // taking a listener off does not fail
            }
        }
    }
}
