/** Proves to an API server who asks, and renews the proof. */
@NullMarked
package dev.fresnel.kubernetes.credential;

import org.jspecify.annotations.NullMarked;
