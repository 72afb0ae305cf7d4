package dev.fresnel.http.server;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.view.View;
import dev.fresnel.http.tunnel.Tunnel;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.live.Views;
import dev.fresnel.spi.principal.Authenticator;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.principal.Sessions;
import dev.fresnel.spi.switchboard.Switchboard;
import dev.fresnel.spi.transport.Upstreams;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Other bundles' services, as far as they are there; they come and go while the server runs. */
public final class Parts {
    private final JsonCodec codec;
    private volatile @Nullable Authenticator authenticator;
    private volatile @Nullable Views views;
    private volatile @Nullable Switchboard switchboard;
    private volatile @Nullable Upstreams upstreams;
    private volatile @Nullable Audit audit;
    private volatile @Nullable Sessions sessions;

    public Parts(JsonCodec codec) {
        this.codec = codec;
    }

    public JsonCodec codec() {
        return codec;
    }

    public synchronized void authenticator(Authenticator now) {
        authenticator = now;
    }

    /** A successor that is there already stays. */
    public synchronized void removeAuthenticator(Authenticator former) {
        if (authenticator == former) {
            authenticator = null;
        }
    }

    public synchronized void views(Views now) {
        views = now;
    }

    /** A successor that is there already stays. */
    public synchronized void removeViews(Views former) {
        if (views == former) {
            views = null;
        }
    }

    public synchronized void switchboard(Switchboard now) {
        switchboard = now;
    }

    /** A successor that is there already stays. */
    public synchronized void removeSwitchboard(Switchboard former) {
        if (switchboard == former) {
            switchboard = null;
        }
    }

    public synchronized void upstreams(Upstreams now) {
        upstreams = now;
    }

    /** A successor that is there already stays. */
    public synchronized void removeUpstreams(Upstreams former) {
        if (upstreams == former) {
            upstreams = null;
        }
    }

    public synchronized void audit(Audit now) {
        audit = now;
    }

    /** A successor that is there already stays. */
    public synchronized void removeAudit(Audit former) {
        if (audit == former) {
            audit = null;
        }
    }

    public synchronized void sessions(Sessions now) {
        sessions = now;
    }

    /** A successor that is there already stays. */
    public synchronized void removeSessions(Sessions former) {
        if (sessions == former) {
            sessions = null;
        }
    }

    public Optional<Sessions> sessions() {
        return Optional.ofNullable(sessions);
    }

    public Optional<Audit> audit() {
        return Optional.ofNullable(audit);
    }

    Tunnel.Services services() {
        return new Tunnel.Services(() -> Optional.ofNullable(upstreams), this::audit, this::sessions);
    }

    public Optional<Authenticator> authenticator() {
        return Optional.ofNullable(authenticator);
    }

    public Optional<Switchboard> switchboard() {
        return Optional.ofNullable(switchboard);
    }

    /** @throws Problem MISSING when there is no such cluster, or CLUSTER_DOWN while nothing can look into clusters */
    public View view(Principal principal, String cluster) {
        Views now = views;
        if (now == null) {
            throw new Problem(Problem.Kind.CLUSTER_DOWN, "STARTING", "The server is not ready yet: it waits for the live store.");
        }
        return now.view(principal, cluster);
    }
}
