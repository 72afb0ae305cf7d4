/** Tests of the distribution that was laid out. */
@NullMarked
package dev.fresnel.e2e;

import org.jspecify.annotations.NullMarked;
