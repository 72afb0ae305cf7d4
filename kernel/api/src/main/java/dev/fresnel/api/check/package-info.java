/** A plugin's own check before it serves. */
@Export
@Version("0.1.0")
@NullMarked
package dev.fresnel.api.check;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
