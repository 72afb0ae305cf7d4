/** Changes of a cluster as values: a plugin describes them, the platform previews, applies and verifies them. */
@Export
@Version("0.1.0")
@NullMarked
package dev.fresnel.api.change;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
