/** The one WebSocket and its channels. */
@NullMarked
package dev.fresnel.http.live;

import org.jspecify.annotations.NullMarked;
