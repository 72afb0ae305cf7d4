/** What changed in objects, as far as somebody saw it. Between Fresnel's own bundles; no promise to anybody else. */
@Export
@Version("0.1.0")
@NullMarked
package dev.fresnel.spi.history;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
