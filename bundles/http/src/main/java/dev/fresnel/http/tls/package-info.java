/** A certificate authority of our own, for servers that were given no certificate. */
@NullMarked
package dev.fresnel.http.tls;

import org.jspecify.annotations.NullMarked;
