package dev.fresnel.logs.view;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.ChannelSource;
import dev.fresnel.api.channel.ChannelType;
import dev.fresnel.api.channel.Opening;
import dev.fresnel.api.channel.Sink;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Channel {@code logs/view}: one log view, held on the server; the page gets the window that it asks for. */
@Component
@ChannelType(type = "view")
public final class ViewSource implements ChannelSource {
    private final Views views;

    @Activate
    public ViewSource(@Reference Views views) {
        this.views = views;
    }

    @Override
    public Channel open(Opening opening, Sink sink) {
        return views.open(opening, sink);
    }
}
