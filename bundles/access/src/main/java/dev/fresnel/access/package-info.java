/** Who is asking: credentials become principals here, and nowhere else. */
@NullMarked
package dev.fresnel.access;

import org.jspecify.annotations.NullMarked;
