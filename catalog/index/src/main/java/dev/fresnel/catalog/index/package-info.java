/** What a catalog publishes: the index, how it is made, read and mirrored. */
@Export
@Version("0.1.0")
@NullMarked
package dev.fresnel.catalog.index;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
