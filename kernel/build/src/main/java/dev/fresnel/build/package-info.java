/** Steps of a plugin's build. */
@NullMarked
package dev.fresnel.build;

import org.jspecify.annotations.NullMarked;
