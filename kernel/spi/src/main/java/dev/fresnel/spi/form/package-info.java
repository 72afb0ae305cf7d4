/** Forms: what settings, actions and tools ask people for. Between Fresnel's own bundles; no promise to anybody else. */
@Export
@Version("0.1.0")
@NullMarked
package dev.fresnel.spi.form;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
