/** Which tokens are good now, and until when. */
@NullMarked
package dev.fresnel.access.session;

import org.jspecify.annotations.NullMarked;
