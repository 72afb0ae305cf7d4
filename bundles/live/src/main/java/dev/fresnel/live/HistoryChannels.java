package dev.fresnel.live;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.ChannelType;
import dev.fresnel.api.channel.Opening;
import dev.fresnel.api.channel.Sink;
import dev.fresnel.live.history.HistoryChannel;
import dev.fresnel.spi.channel.RootChannelSource;
import dev.fresnel.spi.principal.Principal;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Channels of type {@code history}: what changed in one object while somebody watched. */
@Component(service = RootChannelSource.class)
@ChannelType(type = "history")
public final class HistoryChannels implements RootChannelSource {
    private final LiveStore store;

    @Activate
    public HistoryChannels(@Reference LiveStore store) {
        this.store = store;
    }

    @Override
    public Channel open(Principal principal, Opening opening, Sink sink) {
        return new HistoryChannel(store.live(), store.recorder(), principal, opening.params(), sink).begin();
    }
}
