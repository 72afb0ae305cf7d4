/** The clusters that are known, where they come from and how they are. */
@NullMarked
package dev.fresnel.kubernetes.cluster;

import org.jspecify.annotations.NullMarked;
