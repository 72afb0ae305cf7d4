package dev.fresnel.api.json;

import java.io.InputStream;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Reads and writes JSON. A service that each bundle gets for itself: what it learns of a bundle's records goes with the
 * bundle.
 */
@ProviderType
public interface JsonCodec {
    /**
     * Records, maps, lists, text, numbers, booleans, enums (their names), Optional, Instant (ISO 8601), {@link Json} and
     * {@code Answer} as UTF-8. A record's components that are absent (null, empty Optional) are left out.
     */
    byte[] write(Object value);

    /** @throws dev.fresnel.api.plugin.Problem INVALID when it is no JSON */
    Json parse(byte[] text);

    /** @throws dev.fresnel.api.plugin.Problem INVALID when it is no JSON or is longer than {@code limit} bytes */
    Json parse(InputStream in, int limit);

    /** The value as a record of that type; unknown members are ignored. */
    <T> T read(Json json, Class<T> type);
}
