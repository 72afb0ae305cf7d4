package dev.fresnel.live;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.ChannelType;
import dev.fresnel.api.channel.Opening;
import dev.fresnel.api.channel.Sink;
import dev.fresnel.live.object.ObjectChannel;
import dev.fresnel.spi.channel.RootChannelSource;
import dev.fresnel.spi.principal.Principal;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Channels of type {@code object}: one object and its changes. */
@Component(service = RootChannelSource.class)
@ChannelType(type = "object")
public final class ObjectChannels implements RootChannelSource {
    private final LiveStore store;

    @Activate
    public ObjectChannels(@Reference LiveStore store) {
        this.store = store;
    }

    @Override
    public Channel open(Principal principal, Opening opening, Sink sink) {
        return new ObjectChannel(store.live(), principal, opening.params(), sink, 500).begin();
    }
}
