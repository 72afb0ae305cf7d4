package dev.fresnel.e2e.guest;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.ChannelSource;
import dev.fresnel.api.channel.ChannelType;
import dev.fresnel.api.channel.Opening;
import dev.fresnel.api.channel.Sink;
import dev.fresnel.api.job.Job;
import dev.fresnel.api.json.Json;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Component;

/** A channel that ticks while a job runs. */
@Component(service = {ChannelSource.class, Job.class})
@ChannelType(type = "ticks")
public final class Ticks implements ChannelSource, Job {
    private final Set<Sink> open = ConcurrentHashMap.newKeySet();

    /** One tick. */
    public record Tick(long number) {}

    @Override
    public Channel open(Opening opening, Sink sink) {
        open.add(sink);
        sink.send("ready", new Tick(0));
        return new Channel() {
            @Override
            public void update(Json params) {
                sink.send("data", new Tick(-1));
            }

            @Override
            public void close() {
                open.remove(sink);
            }
        };
    }

    @Override
    public void run() throws InterruptedException {
        for (long number = 1; true; number++) {
            Thread.sleep(50);
            var tick = new Tick(number);
            open.stream().filter(Sink::ready).forEach(sink -> sink.send("data", tick));
        }
    }
}
