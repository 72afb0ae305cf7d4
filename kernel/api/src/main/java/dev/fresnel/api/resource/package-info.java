/** What a plugin knows of kinds: health, columns, relations, details. */
@Export
@Version("0.1.0")
@NullMarked
package dev.fresnel.api.resource;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
