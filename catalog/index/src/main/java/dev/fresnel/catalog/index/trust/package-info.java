/** Keys, signatures, and who is believed. */
@Export
@Version("0.1.0")
@NullMarked
package dev.fresnel.catalog.index.trust;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
