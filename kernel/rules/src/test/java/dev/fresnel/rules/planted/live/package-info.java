/** Planted violations. */
@NullMarked
package dev.fresnel.rules.planted.live;

import org.jspecify.annotations.NullMarked;
