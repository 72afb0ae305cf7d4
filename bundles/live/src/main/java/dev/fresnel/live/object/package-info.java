/** Channels about one object, and counts of many. */
@NullMarked
package dev.fresnel.live.object;

import org.jspecify.annotations.NullMarked;
