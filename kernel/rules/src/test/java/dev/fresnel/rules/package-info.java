/** The architecture as tests. */
@NullMarked
package dev.fresnel.rules;

import org.jspecify.annotations.NullMarked;
