/** Who owns an object, and who owns that. */
@NullMarked
package dev.fresnel.resources.owners;

import org.jspecify.annotations.NullMarked;
