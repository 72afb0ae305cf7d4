package dev.fresnel.live.store;

import org.jspecify.annotations.Nullable;

/**
 * One row before and after.
 *
 * @param before null when it is new
 * @param after null when it has left
 */
public record Change(@Nullable Row before, @Nullable Row after) {}
