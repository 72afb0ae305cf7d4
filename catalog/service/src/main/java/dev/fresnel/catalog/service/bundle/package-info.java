/** A bundle file, read before anything of it is installed. */
@NullMarked
package dev.fresnel.catalog.service.bundle;

import org.jspecify.annotations.NullMarked;
