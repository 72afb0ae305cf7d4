/** HTTP to the outside, brokered. */
@NullMarked
package dev.fresnel.outbound;

import org.jspecify.annotations.NullMarked;
