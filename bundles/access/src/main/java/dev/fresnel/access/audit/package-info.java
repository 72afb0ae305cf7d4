/** Who did what: written as lines, read back as pages. */
@NullMarked
package dev.fresnel.access.audit;

import org.jspecify.annotations.NullMarked;
