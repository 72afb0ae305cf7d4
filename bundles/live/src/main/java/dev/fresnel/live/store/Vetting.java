package dev.fresnel.live.store;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;

/** Who judges those who have joined; the gate. */
interface Vetting {
    Vetting NONE = (principal, scope, trust) -> Word.LATER;

    enum Word {
        YES,
        NO,
        /** The API server cannot be asked. */
        LATER
    }

    /** Asks the API server afresh whether that principal may carry the store of that scope. */
    Word vet(Principal principal, Scope scope, String trust);

    /** The API server itself refused the upstream of that principal. */
    default void refused(Principal principal, Scope scope, Problem why) {}
}
