package dev.fresnel.live;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.ChannelType;
import dev.fresnel.api.channel.Opening;
import dev.fresnel.api.channel.Sink;
import dev.fresnel.live.graph.GraphChannel;
import dev.fresnel.spi.channel.RootChannelSource;
import dev.fresnel.spi.principal.Principal;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Channels of type {@code graph}: pictures of what map sources say. */
@Component(service = RootChannelSource.class)
@ChannelType(type = "graph")
public final class GraphChannels implements RootChannelSource {
    private final LiveStore store;

    @Activate
    public GraphChannels(@Reference LiveStore store) {
        this.store = store;
    }

    @Override
    public Channel open(Principal principal, Opening opening, Sink sink) {
        return new GraphChannel(store.atlases(), principal, opening.params(), sink).begin();
    }
}
