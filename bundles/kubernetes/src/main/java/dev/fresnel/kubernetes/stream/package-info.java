/** Streams of the cluster that plugins use. */
@NullMarked
package dev.fresnel.kubernetes.stream;

import org.jspecify.annotations.NullMarked;
