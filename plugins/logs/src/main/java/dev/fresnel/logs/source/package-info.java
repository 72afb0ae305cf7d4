/** Where lines come from: pods, their containers, streams that break. */
@NullMarked
package dev.fresnel.logs.source;

import org.jspecify.annotations.NullMarked;
