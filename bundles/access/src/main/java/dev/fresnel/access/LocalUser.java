package dev.fresnel.access;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one who started Fresnel on their desktop, and who uses each context of their kubeconfig as it is. */
@Component(service = LocalUser.class)
public final class LocalUser {
    private static final Logger LOG = LoggerFactory.getLogger(LocalUser.class);

    private final LocalAccess access;
    private final String key;

    @Activate
    public LocalUser(BundleContext context, @Reference Seal seal) {
        this(LocalAccess.of(context::getProperty), seal);
        if (access == LocalAccess.OPEN) {
            LOG.warn("Without a local key every program on this computer may use Fresnel with your kubeconfig.");
        }
    }

    LocalUser(LocalAccess access, Seal seal) {
        this.access = access;
        this.key = seal.digest("local user");
    }

    LocalAccess access() {
        return access;
    }

    Principal by(Principal.Door door) {
        return new Principal(key, "local", door, Optional.empty());
    }

    boolean is(Principal principal) {
        return principal.key().equals(key);
    }

    /** @throws Problem FORBIDDEN for everybody else */
    void require(Principal principal) {
        if (!is(principal)) {
            throw new Problem(Problem.Kind.FORBIDDEN, "LOCAL_USER_ONLY", "Only the local user of this desktop may do that.");
        }
    }
}
