package dev.fresnel.kubernetes.cluster;

import dev.fresnel.spi.principal.Sessions;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Lets nothing stay of a credential whose session has ended; a component of its own, for sessions need clusters. */
@Component(service = SessionEnds.class, immediate = true)
public final class SessionEnds {
    private final AutoCloseable watching;

    @Activate
    public SessionEnds(@Reference Sessions sessions, @Reference ClusterRegistry registry) {
        watching = sessions.watch((principal, why) -> registry.forget(principal));
    }

    @Deactivate
    void close() throws Exception {
        watching.close();
    }
}
