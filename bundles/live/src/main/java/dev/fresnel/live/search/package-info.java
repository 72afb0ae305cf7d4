/** Search over all kinds and clusters that somebody may see. */
@NullMarked
package dev.fresnel.live.search;

import org.jspecify.annotations.NullMarked;
