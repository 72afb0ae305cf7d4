/** Which generation of each plugin serves, and what the platform holds for it. */
@NullMarked
package dev.fresnel.switchboard;

import org.jspecify.annotations.NullMarked;
