/** Charts and their series. */
@NullMarked
package dev.fresnel.offers.chart;

import org.jspecify.annotations.NullMarked;
