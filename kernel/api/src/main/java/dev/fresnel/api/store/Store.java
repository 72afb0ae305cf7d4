package dev.fresnel.api.store;

import dev.fresnel.api.json.Json;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Few durable records of a plugin: at most 1,000, each at most 64 KB of JSON, 4 MB in all; a service that each bundle gets for
 * itself. Builds of one plugin share them: a minor version only adds. A build that another has replaced can read, and no longer
 * write once its time to end is over.
 */
@ProviderType
public interface Store {
    Optional<Json> get(String key);

    /**
     * On disk when it returns.
     *
     * @param key 1 to 200 characters
     * @param value what {@code JsonCodec} can write
     * @throws dev.fresnel.api.plugin.Problem LIMITED when it would be too much, CONFLICT when the build no longer serves
     */
    void put(String key, Object value);

    /** @throws dev.fresnel.api.plugin.Problem CONFLICT when the build no longer serves */
    void remove(String key);

    /** Keys that begin so, sorted. */
    List<String> keys(String prefix);
}
