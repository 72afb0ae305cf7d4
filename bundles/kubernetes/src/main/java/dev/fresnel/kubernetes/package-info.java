/** Clusters, credentials, discovery and the one way to the API servers. */
@NullMarked
package dev.fresnel.kubernetes;

import org.jspecify.annotations.NullMarked;
