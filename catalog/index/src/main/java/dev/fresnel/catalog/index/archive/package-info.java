/** Bundle files, checked before anything of them is installed. */
@Export
@Version("0.1.0")
@NullMarked
package dev.fresnel.catalog.index.archive;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
