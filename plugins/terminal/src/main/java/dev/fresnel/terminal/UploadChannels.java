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

/**
 * Channel {@code terminal/upload}: one file into a folder of a container, by the {@code tar} that is there. The page sends its bytes, at
 * most 512 KB ahead of what {@code taken} has confirmed; {@code done} is the end.
 */
@Component
@ChannelType(type = "upload")
public final class UploadChannels implements ChannelSource {
    private final Streams streams;
    private final Settings settings;

    @Activate
    public UploadChannels(@Reference Streams streams, @Reference Settings settings) {
        this.streams = streams;
        this.settings = settings;
    }

    @Override
    public Channel open(Opening opening, Sink sink) {
        var upload = new Upload(streams, settings.get(TerminalSettings.class), opening, sink);
        upload.begin();
        return upload;
    }
}
