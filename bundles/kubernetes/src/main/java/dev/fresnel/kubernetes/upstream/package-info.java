/** HTTP exchanges with API servers over the JDK's client. */
@NullMarked
package dev.fresnel.kubernetes.upstream;

import org.jspecify.annotations.NullMarked;
