/** Makes catalogs: generates, signs, copies. */
@Export
@Version("0.1.0")
@NullMarked
package dev.fresnel.catalog.index.publish;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
