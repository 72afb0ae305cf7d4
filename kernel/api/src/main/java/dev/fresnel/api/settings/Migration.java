package dev.fresnel.api.settings;

import dev.fresnel.api.json.Json;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Brings settings of a former schema into the present shape; a pure function, given a copy while the new build is probed. What it
 * throws refuses the build. The former values stay as they are, for the way back.
 */
@ConsumerType
public interface Migration {
    /** {@link SettingsType#id} of what it migrates. */
    String settings();

    /** @param schema number of the shape that {@code former} has */
    Map<String, Object> migrate(int schema, Json former);
}
