package dev.fresnel.api.channel;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Opens channels of one type. Register it as a component with a {@link ChannelType}. At a swap the platform opens the
 * plugin's channels again on the new generation.
 */
@ConsumerType
@FunctionalInterface
public interface ChannelSource {
    /**
     * Begins one conversation; must return at once and send from its own threads or from calls of the platform.
     *
     * @throws dev.fresnel.api.plugin.Problem the channel closes with it
     */
    Channel open(Opening opening, Sink sink);
}
