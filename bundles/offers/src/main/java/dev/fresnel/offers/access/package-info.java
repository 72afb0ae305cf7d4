/** What the caller may do. */
@NullMarked
package dev.fresnel.offers.access;

import org.jspecify.annotations.NullMarked;
