package dev.fresnel.catalog.service.ledger;

import org.jspecify.annotations.Nullable;

/**
 * What a change does to one plugin, as the journal keeps it.
 *
 * @param action {@code install}, {@code update}, {@code remove}, …
 * @param from the build that served before; absent when none did
 * @param to the build that shall serve; absent when none shall
 */
public record Move(String action, String id, @Nullable Kept from, @Nullable Kept to) {
    /** {@code hello 1.0.0 → 1.1.0}. */
    public String words() {
        if (from == null) {
            return id + (to == null ? "" : " " + to.version());
        }
        return id + " " + from.version() + " → " + (to == null ? "nothing" : to.version());
    }
}
