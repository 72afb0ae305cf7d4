/** Foreign JSON, read with limits, and ours, written the same way each time. */
@NullMarked
package dev.fresnel.catalog.index.json;

import org.jspecify.annotations.NullMarked;
