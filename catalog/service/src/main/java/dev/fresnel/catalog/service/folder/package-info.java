/** The plugins folders: what lies there, when it counts, and when it changes. */
@NullMarked
package dev.fresnel.catalog.service.folder;

import org.jspecify.annotations.NullMarked;
