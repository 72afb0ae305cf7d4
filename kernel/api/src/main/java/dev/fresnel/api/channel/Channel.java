package dev.fresnel.api.channel;

import dev.fresnel.api.json.Json;
import org.osgi.annotation.versioning.ConsumerType;

/** The plugin's end of one open conversation. Calls never overlap. */
@ConsumerType
public interface Channel extends AutoCloseable {
    /** The client replaced its parameters. */
    void update(Json params);

    /** The client sent bytes: what was typed into a terminal. */
    default void bytes(byte[] payload) {
        // most channels take none
    }

    /** The conversation is over, for whatever reason; frees everything, throws nothing. */
    @Override
    void close();
}
