/** What a plugin says of itself, and the words and errors it speaks in. */
@Export
@Version("0.1.0")
@NullMarked
package dev.fresnel.api.plugin;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
