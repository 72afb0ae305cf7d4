/** Windows over rows: filter, sort, count, and what changed since the last frame. */
@NullMarked
package dev.fresnel.live.rows;

import org.jspecify.annotations.NullMarked;
