package dev.fresnel.spi.live;

import dev.fresnel.spi.principal.Principal;

/** Makes views for requests and channels. */
@FunctionalInterface
public interface Views {
    /** @throws dev.fresnel.api.plugin.Problem MISSING when there is no such cluster for that principal */
    CallersView view(Principal principal, String cluster);
}
