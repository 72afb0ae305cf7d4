package dev.fresnel.live;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.ChannelType;
import dev.fresnel.api.channel.Opening;
import dev.fresnel.api.channel.Sink;
import dev.fresnel.live.object.CountsChannel;
import dev.fresnel.spi.channel.RootChannelSource;
import dev.fresnel.spi.principal.Principal;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Channels of type {@code counts}: totals and troubles of several kinds. */
@Component(service = RootChannelSource.class)
@ChannelType(type = "counts")
public final class CountsChannels implements RootChannelSource {
    private final LiveStore store;

    @Activate
    public CountsChannels(@Reference LiveStore store) {
        this.store = store;
    }

    @Override
    public Channel open(Principal principal, Opening opening, Sink sink) {
        return new CountsChannel(store.live(), principal, opening.params(), sink).begin();
    }
}
