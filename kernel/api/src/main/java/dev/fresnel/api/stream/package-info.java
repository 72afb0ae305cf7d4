/** Streams of the cluster that the platform holds and plugins use. */
@Export
@Version("0.1.0")
@NullMarked
package dev.fresnel.api.stream;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
