/** Named conversations on the one WebSocket. */
@Export
@Version("0.1.0")
@NullMarked
package dev.fresnel.api.channel;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
