/** What a catalog offers, where it comes from and whether it may be trusted. */
@Export
@Version("0.1.0")
@NullMarked
package dev.fresnel.catalog.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
