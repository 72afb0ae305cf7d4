/** What could be installed: the sources' offers, uploads, and whether they are trusted. */
@NullMarked
package dev.fresnel.catalog.service.offer;

import org.jspecify.annotations.NullMarked;
