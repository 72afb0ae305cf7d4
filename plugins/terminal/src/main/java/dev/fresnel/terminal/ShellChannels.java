package dev.fresnel.terminal;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.ChannelSource;
import dev.fresnel.api.channel.ChannelType;
import dev.fresnel.api.channel.Opening;
import dev.fresnel.api.channel.Sink;
import dev.fresnel.api.settings.Settings;
import dev.fresnel.api.stream.Streams;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Channel {@code terminal/shell}: one terminal. What it looks at is held by the platform, so that it outlives this plugin's build. */
@Component
@ChannelType(type = "shell")
public final class ShellChannels implements ChannelSource {
    private final Streams streams;
    private final Settings settings;

    @Activate
    public ShellChannels(@Reference Streams streams, @Reference Settings settings) {
        this.streams = streams;
        this.settings = settings;
    }

    @Override
    public Channel open(Opening opening, Sink sink) {
        var channel = new ShellChannel(streams, settings.get(TerminalSettings.class), opening, sink);
        channel.begin();
        return channel;
    }
}
