/** The services of the authorised live store: channels, views, dump and meters. */
@NullMarked
package dev.fresnel.live;

import org.jspecify.annotations.NullMarked;
