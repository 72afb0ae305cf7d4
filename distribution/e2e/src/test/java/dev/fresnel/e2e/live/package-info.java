/** The live protocol, spoken to the started product from outside. */
@NullMarked
package dev.fresnel.e2e.live;

import org.jspecify.annotations.NullMarked;
