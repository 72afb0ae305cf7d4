/** JSON without a library in the contract. */
@Export
@Version("0.1.0")
@NullMarked
package dev.fresnel.api.json;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
