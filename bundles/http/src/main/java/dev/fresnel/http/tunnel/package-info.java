/** Carries requests to API servers and their answers back, byte for byte, without a thread of their own. Sees Jetty. */
@NullMarked
package dev.fresnel.http.tunnel;

import org.jspecify.annotations.NullMarked;
