package dev.fresnel.api.stream;

import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.view.View;
import java.io.InputStream;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Opens streams of the cluster with the caller's own rights; a service that each bundle gets for itself. What is open is closed
 * when the bundle leaves, but for {@link Session}s, which are let go. All but logs needs the capability {@code exec}, which the plugin
 * asks for by {@link dev.fresnel.api.plugin.Asks}, and a server that is not read-only.
 */
@ProviderType
public interface Streams {
    /**
     * A container's log: lines, each with the time at which the node took it (RFC 3339, nanoseconds) and a space in front. A read blocks
     * until there is more, ends when the log does, and fails with an IOException when the connection breaks; close it from any thread.
     * Who follows a container that has said nothing yet waits here, for ten minutes at most; an interrupt ends that.
     *
     * @throws dev.fresnel.api.plugin.Problem FORBIDDEN, MISSING, CLUSTER_DOWN, or what the API server says
     */
    InputStream logs(View view, LogsWanted wanted);

    /**
     * Runs a program, for as long as it is used. Blocks until the API server has accepted it.
     *
     * @throws dev.fresnel.api.plugin.Problem FORBIDDEN, MISSING, LIMITED, CLUSTER_DOWN, or what the API server says
     */
    Program run(View view, RunWanted wanted);

    /**
     * Runs a program that the platform holds. Blocks until the API server has accepted it, and the pod runs when one is made for it.
     *
     * @throws dev.fresnel.api.plugin.Problem as {@link #run}
     */
    Session hold(View view, SessionWanted wanted);

    /**
     * A session that is held, from a byte of its output on; a handle that somebody else has is closed.
     *
     * @param received bytes of output that have arrived
     * @return empty when it is not there any more, or not the caller's
     */
    Optional<Session> held(View view, String id, long received);

    /**
     * One connection to a port of a pod. Blocks until the API server has accepted it.
     *
     * @throws dev.fresnel.api.plugin.Problem as {@link #run}
     */
    Connection connect(View view, ObjectRef pod, int port);
}
