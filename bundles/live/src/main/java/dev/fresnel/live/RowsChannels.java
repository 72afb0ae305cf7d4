package dev.fresnel.live;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.ChannelType;
import dev.fresnel.api.channel.Opening;
import dev.fresnel.api.channel.Sink;
import dev.fresnel.live.rows.RowsChannel;
import dev.fresnel.spi.channel.RootChannelSource;
import dev.fresnel.spi.principal.Principal;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Channels of type {@code rows}: windows over the rows of a kind. */
@Component(service = RootChannelSource.class)
@ChannelType(type = "rows")
public final class RowsChannels implements RootChannelSource {
    private final LiveStore store;

    @Activate
    public RowsChannels(@Reference LiveStore store) {
        this.store = store;
    }

    @Override
    public Channel open(Principal principal, Opening opening, Sink sink) {
        return new RowsChannel(store.shared(), principal, opening.params(), opening.resume(), sink).begin();
    }
}
