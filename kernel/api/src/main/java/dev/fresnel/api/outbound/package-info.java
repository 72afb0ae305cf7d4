/** HTTP to the outside, brokered by the platform. */
@Export
@Version("0.1.0")
@NullMarked
package dev.fresnel.api.outbound;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
