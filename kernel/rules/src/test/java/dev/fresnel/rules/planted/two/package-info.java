/** Planted violations. */
@NullMarked
package dev.fresnel.rules.planted.two;

import org.jspecify.annotations.NullMarked;
