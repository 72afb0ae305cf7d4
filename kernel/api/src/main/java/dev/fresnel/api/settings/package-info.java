/** A plugin's settings: an annotated record becomes schema and form. */
@Export
@Version("0.1.0")
@NullMarked
package dev.fresnel.api.settings;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
