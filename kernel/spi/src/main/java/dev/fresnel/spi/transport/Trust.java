package dev.fresnel.spi.transport;

import java.util.Optional;

/**
 * What makes two principals' views of a cluster one and the same upstream (live-store rules R2 and R4).
 *
 * @param digest of URL, certificate authority, TLS name and proxy; equal = the same API server, reached the same way
 * @param direct whether the API server itself answers there and no filtering proxy: the in-cluster endpoint, or marked by the admin
 * @param owner key of the one principal who brought this cluster; absent = configured for everybody
 */
public record Trust(String digest, boolean direct, Optional<String> owner) {
    /** Nothing is known: nothing may be shared. */
    public static final Trust NONE = new Trust("", false, Optional.empty());

    public boolean shareable() {
        return direct && owner.isEmpty() && !digest.isEmpty();
    }
}
