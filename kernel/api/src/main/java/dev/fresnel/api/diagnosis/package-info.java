/** What is wrong and why, found by pure functions. */
@Export
@Version("0.1.0")
@NullMarked
package dev.fresnel.api.diagnosis;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
