package dev.fresnel.catalog.index.source;

import dev.fresnel.catalog.index.archive.Bounds;
import dev.fresnel.catalog.index.trust.Trust;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What sources need to work.
 *
 * @param temporary a private folder of the caller's (mode 0700); what is put there is removed again
 * @param maven repository for Maven coordinates that name none; there is no built-in one
 */
public record Setting(Trust trust, Reach reach, Bounds bounds, Path temporary, Optional<URI> maven) {
    public Setting reaching(Reach other) {
        return new Setting(trust, other, bounds, temporary, maven);
    }
}
