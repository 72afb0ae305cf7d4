package dev.fresnel.rules.planted.one;

import dev.fresnel.spi.principal.Principal;
import java.util.Optional;

/** Pretends to be somebody. */
public final class Impostor {
    public Principal root() {
        return new Principal("root", "root", Principal.Door.BEARER, Optional.of("ours"));
    }
}
