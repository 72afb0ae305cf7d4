package dev.fresnel.api.stream;

import dev.fresnel.api.view.View;
import java.io.InputStream;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Opens streams of the cluster with the caller's own rights; a service that each bundle gets for itself. What is open is closed
 * when the bundle leaves.
 */
@ProviderType
public interface Streams {
    /**
     * A container's log: lines, each with the API server's timestamp and a space in front. A read blocks until there is more and
     * ends when the log does; close it from any thread.
     *
     * @throws dev.fresnel.api.plugin.Problem FORBIDDEN, MISSING, CLUSTER_DOWN, or what the API server says
     */
    InputStream logs(View view, LogsWanted wanted);
}
