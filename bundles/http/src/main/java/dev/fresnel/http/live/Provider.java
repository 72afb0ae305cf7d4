package dev.fresnel.http.live;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.Opening;
import dev.fresnel.api.channel.Sink;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.spi.principal.Principal;

/** Who opens channels of one type now: a bundle of the platform, or one build of a plugin, held until closed. */
interface Provider extends AutoCloseable {
    JsonCodec codec();

    Channel open(Principal principal, Opening opening, Sink sink);

    /** Runs a call into a channel as its code expects it. */
    void call(Runnable into);

    /** Whether this is still who would be found. */
    boolean current();

    @Override
    void close();
}
