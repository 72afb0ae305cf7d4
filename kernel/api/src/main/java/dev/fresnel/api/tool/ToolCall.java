package dev.fresnel.api.tool;

import org.osgi.annotation.versioning.ProviderType;

/** One question. */
@ProviderType
@FunctionalInterface
public interface ToolCall {
    /** @param type the record that {@link ToolType#input} names */
    <T> T input(Class<T> type);
}
