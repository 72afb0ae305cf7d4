package dev.fresnel.catalog.service;

import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;

/** Makes the sources that are configured. */
final class Sources {
    static final Shop.Openers OPENERS = (trust, home) -> wanted -> {
        throw new Refusal(Reason.SOURCE_INVALID, "is of a kind that is not there yet");
    };

    private Sources() {}
}
