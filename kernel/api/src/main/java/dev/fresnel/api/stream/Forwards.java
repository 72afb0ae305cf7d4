package dev.fresnel.api.stream;

import dev.fresnel.api.view.View;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Ports of this machine that lead into clusters, for the local user of a desktop alone. The platform holds them: they outlive a build of
 * the plugin, not the plugin itself, and end with the caller's session. A service that each bundle gets for itself.
 */
@ProviderType
public interface Forwards {
    /** Whether the caller may have any; else {@link #start} is refused. */
    boolean allowed(View view);

    /** Those of the caller in all clusters, oldest first. */
    List<Forward> list(View view);

    /**
     * Begins to listen.
     *
     * @throws dev.fresnel.api.plugin.Problem FORBIDDEN (not the local user, read-only), CONFLICT (the port is taken), MISSING, INVALID
     */
    Forward start(View view, ForwardWanted wanted);

    /** Ends its connections and listens no more; it stays in the list. @throws dev.fresnel.api.plugin.Problem MISSING */
    Forward stop(View view, String id);

    /** Listens again at the same port, with new connections. @throws dev.fresnel.api.plugin.Problem MISSING, CONFLICT */
    Forward restart(View view, String id);

    /** Stops and forgets it. @throws dev.fresnel.api.plugin.Problem MISSING */
    void remove(View view, String id);
}
