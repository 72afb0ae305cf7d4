/** What one line is, and what can be read in it. */
@NullMarked
package dev.fresnel.logs.line;

import org.jspecify.annotations.NullMarked;
