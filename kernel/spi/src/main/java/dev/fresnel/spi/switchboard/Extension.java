package dev.fresnel.spi.switchboard;

import java.util.Map;

/**
 * One thing that a plugin contributes.
 *
 * @param properties its service properties
 * @param value the object; calls into it go with the generation's context class loader, see {@link Lane}
 */
public record Extension<T>(Map<String, Object> properties, T value) {
    /** A property as text, {@code ""} when there is none. */
    public String text(String name) {
        return String.valueOf(properties.getOrDefault(name, ""));
    }
}
