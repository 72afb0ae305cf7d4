package dev.fresnel.live;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.ChannelType;
import dev.fresnel.api.channel.Opening;
import dev.fresnel.api.channel.Sink;
import dev.fresnel.live.search.SearchChannel;
import dev.fresnel.spi.channel.RootChannelSource;
import dev.fresnel.spi.principal.Principal;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Channels of type {@code search}: what is found in all kinds and clusters that somebody may see. */
@Component(service = RootChannelSource.class)
@ChannelType(type = "search")
public final class SearchChannels implements RootChannelSource {
    private final LiveStore store;

    @Activate
    public SearchChannels(@Reference LiveStore store) {
        this.store = store;
    }

    @Override
    public Channel open(Principal principal, Opening opening, Sink sink) {
        return new SearchChannel(store.search(), principal, opening.params(), sink).begin();
    }
}
