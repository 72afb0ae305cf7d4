/** HTTP endpoints that a plugin brings along. */
@Export
@Version("0.1.0")
@NullMarked
package dev.fresnel.api.http;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
