/** How objects are: one pure function for each kind. */
@NullMarked
package dev.fresnel.resources.health;

import org.jspecify.annotations.NullMarked;
