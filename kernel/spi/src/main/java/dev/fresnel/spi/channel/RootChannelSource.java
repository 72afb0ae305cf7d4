package dev.fresnel.spi.channel;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.Opening;
import dev.fresnel.api.channel.Sink;
import dev.fresnel.spi.principal.Principal;

/** Opens channels of one type of the platform; a service with the property {@code fresnel.channel.type}, by {@link dev.fresnel.api.channel.ChannelType}. */
@FunctionalInterface
public interface RootChannelSource {
    /** As {@link dev.fresnel.api.channel.ChannelSource#open}, and who asks. */
    Channel open(Principal principal, Opening opening, Sink sink);
}
