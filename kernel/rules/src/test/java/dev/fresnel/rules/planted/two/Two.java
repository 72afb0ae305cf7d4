package dev.fresnel.rules.planted.two;

import dev.fresnel.rules.planted.one.One;
import org.jspecify.annotations.Nullable;

/** One half of a circle. */
public final class Two {
    public @Nullable One one;
}
