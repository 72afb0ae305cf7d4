/** Actions: previewed, applied, verified, written down. */
@NullMarked
package dev.fresnel.offers.action;

import org.jspecify.annotations.NullMarked;
