/** Pure functions of plugins over what a caller sees: edges, findings, relations, sections. */
@NullMarked
package dev.fresnel.live.function;

import org.jspecify.annotations.NullMarked;
