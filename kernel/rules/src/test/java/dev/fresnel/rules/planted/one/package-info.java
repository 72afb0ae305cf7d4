/** Planted violations. */
@NullMarked
package dev.fresnel.rules.planted.one;

import org.jspecify.annotations.NullMarked;
