/** The graph of what a caller sees, kept up change by change, and pictures of it. */
@NullMarked
package dev.fresnel.live.graph;

import org.jspecify.annotations.NullMarked;
