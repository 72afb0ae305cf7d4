/** What somebody may do with Fresnel itself. */
@NullMarked
package dev.fresnel.access.rights;

import org.jspecify.annotations.NullMarked;
