/** Which kinds an API server serves. */
@NullMarked
package dev.fresnel.kubernetes.discovery;

import org.jspecify.annotations.NullMarked;
