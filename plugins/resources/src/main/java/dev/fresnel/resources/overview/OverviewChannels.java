package dev.fresnel.resources.overview;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.ChannelSource;
import dev.fresnel.api.channel.ChannelType;
import dev.fresnel.api.channel.Opening;
import dev.fresnel.api.channel.Sink;
import dev.fresnel.api.json.JsonCodec;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Channels {@code resources/overview}: {@code {"cluster":"demo","namespaces":["a"]}} → {@code data} with an {@link Overview}, again when it changed. */
@Component
@ChannelType(type = "overview")
public final class OverviewChannels implements ChannelSource {
    private final JsonCodec json;

    @Activate
    public OverviewChannels(@Reference JsonCodec json) {
        this.json = json;
    }

    @Override
    public Channel open(Opening opening, Sink sink) {
        return new OverviewChannel(opening, sink, json).begin();
    }
}
