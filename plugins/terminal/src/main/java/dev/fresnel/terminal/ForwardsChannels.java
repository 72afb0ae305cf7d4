package dev.fresnel.terminal;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.ChannelSource;
import dev.fresnel.api.channel.ChannelType;
import dev.fresnel.api.channel.Opening;
import dev.fresnel.api.channel.Sink;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.stream.Forward;
import dev.fresnel.api.stream.Forwards;
import dev.fresnel.api.view.View;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Channel {@code terminal/forwards}: the caller's forwards in all clusters, again after each change. */
@Component
@ChannelType(type = "forwards")
public final class ForwardsChannels implements ChannelSource {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Forwards forwards;
    private final KeptForwards kept;

    @Activate
    public ForwardsChannels(@Reference Forwards forwards, @Reference KeptForwards kept) {
        this.forwards = forwards;
        this.kept = kept;
    }

    /** As a page gets it. */
    static Map<String, Object> shown(Forward one) {
        var shown = new LinkedHashMap<String, Object>();
        shown.put("id", one.id());
        shown.put("cluster", one.target().cluster());
        shown.put("resource", one.target().kind().id());
        shown.put("namespace", one.target().namespace());
        shown.put("name", one.target().name());
        shown.put("port", one.port());
        shown.put("localPort", one.localPort());
        shown.put("state", one.state());
        shown.put("pod", one.pod());
        shown.put("detail", one.detail());
        shown.put("connections", one.connections());
        shown.put("sent", one.sent());
        shown.put("received", one.received());
        shown.put("since", one.since().toEpochMilli());
        return shown;
    }

    @Override
    public Channel open(Opening opening, Sink sink) {
        View view = opening.view(opening.params().get("cluster").text());
        Thread watch = Thread.ofVirtual().name("fresnel-terminal-forwards").start(() -> watch(view, sink));
        return new Channel() {
            @Override
            public void update(Json params) {
                // there is nothing to change
            }

            @Override
            public void close() {
                watch.interrupt();
            }
        };
    }

    private void watch(View view, Sink sink) {
        List<Map<String, Object>> told = null;
        try {
            while (!Thread.interrupted()) {
                boolean allowed = forwards.allowed(view);
                List<Map<String, Object>> running = forwards.list(view).stream().map(ForwardsChannels::shown).toList();
                List<Map<String, Object>> now = allowed ? kept.with(running) : running;
                if (!now.equals(told) && sink.ready()) {
                    told = now;
                    sink.send("data", Map.of("allowed", allowed, "forwards", now));
                }
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
